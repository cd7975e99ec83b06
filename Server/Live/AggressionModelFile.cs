using System.Text.Json;
using Supervision.Grains.Tension;

namespace Supervision.Server.Live;

/// <summary>
/// The numbers that were chosen together with the acoustic model: <c>aggression/model.json</c> of the first folder of models that
/// has the model. With numbers that cannot be used the curve's own are taken, and the health says so; without a model there is no curve.
/// </summary>
internal sealed class AggressionModelFile
{
    internal const string Folder = "aggression";
    internal const string FileName = "model.json";
    internal const string ModelName = "aggression.onnx";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <param name="folders">Folders of models, the first that has the model wins.</param>
    /// <param name="settings">What the administrator says instead.</param>
    internal AggressionModelFile(IEnumerable<string> folders, AggressionSettings settings)
    {
        string? folder = folders.Select(models => Path.Combine(models, Folder)).FirstOrDefault(path => File.Exists(Path.Combine(path, ModelName)));
        if (folder is null)
        {
            return;
        }

        var errors = new List<string>();
        TensionParameters file = Read(Path.Combine(folder, FileName), errors);
        TensionParameters own = file.With(settings);
        errors.AddRange(own.Errors().Select(error => $"{FileName} with section Aggression: {error}"));
        Parameters = !own.Errors().Any() ? own : !file.Errors().Any() ? file : new TensionParameters();
        Errors = errors;
    }

    /// <summary>Null when no model is installed.</summary>
    internal TensionParameters? Parameters { get; }

    /// <summary>Why not all numbers are those that were written, one sentence each; empty when all is well.</summary>
    internal IReadOnlyList<string> Errors { get; } = [];

    private static TensionParameters Read(string path, List<string> errors)
    {
        var defaults = new TensionParameters();
        try
        {
            if (JsonSerializer.Deserialize<ModelJson>(File.ReadAllText(path), Json) is not { } read)
            {
                errors.Add($"{FileName} is empty.");
                return defaults;
            }

            return new TensionParameters
            {
                RaiseThreshold = read.RaiseThreshold ?? defaults.RaiseThreshold,
                ClearThreshold = read.ClearThreshold ?? defaults.ClearThreshold,
                HalfLifeMs = read.Smoothing?.HalfLifeMs ?? defaults.HalfLifeMs,
                SilenceHalfLifeMs = read.Smoothing?.SilenceHalfLifeMs ?? defaults.SilenceHalfLifeMs,
                MinimumMs = read.Smoothing?.MinimumMs ?? defaults.MinimumMs,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            errors.Add($"{FileName} of the acoustic model cannot be read: {e.Message}");
            return defaults;
        }
    }

    /// <summary>The part of model.json that is the curve's.</summary>
    private sealed record ModelJson(float? RaiseThreshold, float? ClearThreshold, SmoothingJson? Smoothing);

    private sealed record SmoothingJson(int? HalfLifeMs, int? SilenceHalfLifeMs, int? MinimumMs);
}
