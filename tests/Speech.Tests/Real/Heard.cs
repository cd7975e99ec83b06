using System.Diagnostics;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Speech.Tests.Real;

/// <summary>Keeps what a lane was told, with the time of each.</summary>
internal sealed class Heard : ISpeechResults
{
    private readonly Lock _gate = new();
    private readonly List<(long At, PartialUtterance Partial)> _partials = [];
    private readonly List<Utterance> _finals = [];
    private readonly List<AggressionScore> _scores = [];
    private int _maxLagMs;

    /// <summary>Told with each score, before it is kept.</summary>
    internal Action OnScore { get; set; } = () => { };

    internal IReadOnlyList<(long At, PartialUtterance Partial)> Partials => Copy(_partials);

    internal IReadOnlyList<Utterance> Finals => Copy(_finals);

    internal IReadOnlyList<Utterance> Gaps => [.. Finals.Where(utterance => utterance.Kind == UtteranceKind.Gap)];

    internal IReadOnlyList<AggressionScore> Scores => Copy(_scores);

    internal string Text => string.Join(' ', Finals.Where(utterance => utterance.Text.Length > 0).Select(utterance => utterance.Text));

    internal IReadOnlyList<Word> Words => [.. Finals.SelectMany(utterance => utterance.Words)];

    internal int MaxLagMs => Volatile.Read(ref _maxLagMs);

    public void OnPartial(PartialUtterance partial)
    {
        lock (_gate)
        {
            _partials.Add((Stopwatch.GetTimestamp(), partial));
        }
    }

    public void OnFinal(Utterance utterance)
    {
        lock (_gate)
        {
            _finals.Add(utterance);
        }
    }

    public void OnLag(Lane lane, int lagMs) => _maxLagMs = Math.Max(_maxLagMs, lagMs);

    public void OnAggression(AggressionScore score)
    {
        OnScore();
        lock (_gate)
        {
            _scores.Add(score);
        }
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
