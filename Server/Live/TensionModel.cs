using Supervision.Grains.Ports;
using Supervision.Grains.Tension;
using Supervision.Speech;
using Supervision.Speech.Aggression;

namespace Supervision.Server.Live;

/// <summary>
/// The acoustic model in use, with what the settings say instead of its card. Numbers that cannot be used are not used, and the health
/// says so; without a model there is no curve. Any thread.
/// </summary>
internal sealed class TensionModel(Func<AggressionModelCard?> card, Grains.Tension.AggressionSettings settings) : ITensionModel
{
    private Read? _read;

    internal TensionModel(SpeechHost speech, Grains.Tension.AggressionSettings settings)
        : this(() => speech.AggressionModel, settings)
    {
    }

    public TensionParameters? Parameters => Look()?.Parameters;

    /// <summary>Why not all numbers are those that were written, one sentence each; empty when all is well.</summary>
    internal IReadOnlyList<string> Errors => Look()?.Errors ?? [];

    private Read? Look()
    {
        if (card() is not { } newest)
        {
            return null;
        }

        // The card changes with the model's file only; whoever reads it first reads it for all.
        Read? known = Volatile.Read(ref _read);
        if (!ReferenceEquals(known?.Card, newest))
        {
            known = Of(newest);
            Volatile.Write(ref _read, known);
        }

        return known;
    }

    private Read Of(AggressionModelCard newest)
    {
        var defaults = new TensionParameters();
        var own = new TensionParameters
        {
            Alpha = newest.Smoothing?.Alpha ?? defaults.Alpha,
            Initial = newest.Smoothing?.Initial ?? defaults.Initial,
            SilenceFactor = newest.Smoothing?.SilenceFactor ?? defaults.SilenceFactor,
            RaiseWindows = newest.Smoothing?.RaiseWindows ?? defaults.RaiseWindows,
            ClearWindows = newest.Smoothing?.ClearWindows ?? defaults.ClearWindows,
            RaiseThreshold = newest.RaiseThreshold ?? defaults.RaiseThreshold,
            ClearThreshold = newest.ClearThreshold ?? defaults.ClearThreshold,
        };
        string[] errors = [.. own.Errors().Select(error => $"model.json of {newest.FullName}: {error}")];
        TensionParameters usable = errors.Length == 0 ? own : defaults;
        TensionParameters overridden = usable.With(settings);
        string[] conflicts = [.. overridden.Errors().Select(error => $"Section Aggression with {newest.FullName}: {error}")];
        return new Read(newest, conflicts.Length == 0 ? overridden : usable, [.. errors, .. conflicts]);
    }

    private sealed record Read(AggressionModelCard Card, TensionParameters Parameters, IReadOnlyList<string> Errors);
}
