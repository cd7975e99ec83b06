namespace Supervision.Client.Components;

/// <summary>What was said on the telephone, whatever the language of the screen.</summary>
internal static class Spoken
{
    /// <summary>The recogniser's language, for <c>lang</c> wherever its words are shown: a screen reader speaks them as they were said.</summary>
    internal const string Language = "fr";
}
