namespace Supervision.Shared;

/// <summary>One section of the settings: a sealed record that knows its name and checks itself at start.</summary>
public interface ISettingsSection
{
    /// <summary>Name of the section, for instance <c>Sip</c> for <c>Sip:Port</c>.</summary>
    static abstract string SectionName { get; }

    /// <summary>Every wrong value, each as one sentence that names the setting, its value and its range. Empty when all is well.</summary>
    IEnumerable<string> Errors();
}
