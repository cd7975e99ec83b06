using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Supervision.Grains.Ports;
using Supervision.Server.Listening;

namespace Supervision.Server.Journal;

/// <summary>How entries and what they hold are written as JSON. The names of the kinds are persisted: never change one.</summary>
internal static class JournalJson
{
    /// <summary>And whether they hold what was said, or how.</summary>
    private static readonly (Type Type, string Name, bool HoldsSpeech)[] Kinds =
    [
        (typeof(CallJournalled), "call", false),
        (typeof(UtteranceJournalled), "utterance", true),
        (typeof(AlarmJournalled), "alarm", true),
        (typeof(CallEventJournalled), "event", false),
        (typeof(CallRecoveredJournalled), "recovered", false),
        (typeof(TranscriptReplacedJournalled), "transcript-replaced", true),
        (typeof(TranscriptErasedJournalled), "transcript-erased", false),
        (typeof(IncidentJournalled), "incident", false),
        (typeof(ServerStartedJournalled), "server-started", false),
        (typeof(TensionJournalled), "tension", true),
        (typeof(TensionErasedJournalled), "tension-erased", false),
        (typeof(CallErasedJournalled), "call-erased", false),
        (typeof(ListeningJournalled), "listening", false),
    ];

    /// <summary>Kinds that hold nothing of what was said or how.</summary>
    internal static string[] Wordless { get; } = [.. Kinds.Where(kind => !kind.HoldsSpeech).Select(kind => kind.Name)];

    internal static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(AddKinds);
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = resolver,

            // A confidence that is not a number is an engine's mistake, and no reason to lose the words.
            NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        options.MakeReadOnly();
        return options;
    }

    private static void AddKinds(JsonTypeInfo info)
    {
        if (info.Type != typeof(JournalEntry))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "type" };
        foreach ((Type type, string name, _) in Kinds)
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, name));
        }
    }
}
