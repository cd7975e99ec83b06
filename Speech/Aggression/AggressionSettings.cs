using Supervision.Shared;

namespace Supervision.Speech.Aggression;

/// <summary>Section <c>Aggression</c>: the acoustic model that hears the caller's voice, and only hers.</summary>
public sealed record AggressionSettings : ISettingsSection
{
    public static string SectionName => "Aggression";

    /// <summary>False: no voice is scored; words, alarms and recordings go on.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Folder with <c>aggression.onnx</c> and <c>model.json</c>, looked into before all others. Empty: the usual places.</summary>
    public string Model { get; init; } = "";

    public IEnumerable<string> Errors()
    {
        return Model.Length == 0 || Directory.Exists(Model) ? [] : [$"Aggression:Model is '{Model}'; there is no such folder."];
    }
}
