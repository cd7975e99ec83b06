using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Supervision.Grains.Ports;
using Supervision.Server.Listening;

namespace Supervision.Server.Journal;

/// <summary>How entries and what they hold are written as JSON. The names of the kinds are persisted: never change one.</summary>
internal static class JournalJson
{
    private static readonly (Type Type, string Name)[] Kinds =
    [
        (typeof(CallJournalled), "call"),
        (typeof(UtteranceJournalled), "utterance"),
        (typeof(AlarmJournalled), "alarm"),
        (typeof(CallEventJournalled), "event"),
        (typeof(CallRecoveredJournalled), "recovered"),
        (typeof(TranscriptReplacedJournalled), "transcript-replaced"),
        (typeof(TranscriptErasedJournalled), "transcript-erased"),
        (typeof(IncidentJournalled), "incident"),
        (typeof(ServerStartedJournalled), "server-started"),
        (typeof(TensionJournalled), "tension"),
        (typeof(TensionErasedJournalled), "tension-erased"),
        (typeof(CallErasedJournalled), "call-erased"),
        (typeof(ListeningJournalled), "listening"),
    ];

    /// <summary>Kinds that hold nothing of what was said or how.</summary>
    internal static IReadOnlyList<string> Wordless { get; } =
        ["call", "event", "recovered", "incident", "server-started", "transcript-erased", "tension-erased", "call-erased", "listening"];

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
        foreach ((Type type, string name) in Kinds)
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, name));
        }
    }
}
