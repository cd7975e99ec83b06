namespace Supervision.Grains.Rules;

/// <summary>Names of the rules beside words. They are persisted in reasons, shown by the screens and explained in docs/alarms.md.</summary>
internal static class FusionNames
{
    /// <summary>The voice alone: aggressive for long enough.</summary>
    internal const string Acoustic = "acoustic/aggression";

    /// <summary>Voice and words of one event.</summary>
    internal const string VoiceAndWords = "fusion/voice+words";

    /// <summary>The number called often within a short time.</summary>
    internal const string RepeatedCaller = "context/repeated-caller";

    /// <summary>An alarm of the number was confirmed in the last 24 hours.</summary>
    internal const string ConfirmedAlarm = "context/confirmed-alarm";

    /// <summary>Both speak at once, much. Of the call, of nobody in it.</summary>
    internal const string TalkOver = "context/talk-over";

    internal const string LongCall = "context/long-call";

    /// <summary>Rules that quote a score of the caller's voice.</summary>
    internal static IReadOnlyList<string> OfTheVoice { get; } = [Acoustic, VoiceAndWords];

    /// <summary>Version of these rules, for reasons that no model and no list gave.</summary>
    internal const string Version = "alarm-rules/1";

    internal static bool IsVoice(string rule) => rule is Acoustic or VoiceAndWords;

    internal static bool IsCircumstance(string rule) => rule is RepeatedCaller or ConfirmedAlarm or TalkOver or LongCall;
}
