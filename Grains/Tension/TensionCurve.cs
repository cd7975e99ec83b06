using Supervision.Shared.Tension;

namespace Supervision.Grains.Tension;

/// <summary>
/// The tension of one call's caller, number for number as the acoustic model was evaluated (training/aggression/smoothing.py). Pure:
/// the same scores and times give the same curve. Used by one grain alone.
/// <para>
/// At each window of speech: value ← value + alpha × (score − value). At each hop without one: value ← value × silence factor. Raised after so
/// many hops in a row at or above the raise threshold; cleared after so many in a row below the clear threshold.
/// </para>
/// </summary>
internal sealed class TensionCurve(TensionParameters parameters)
{
    /// <summary>Points that a screen which connects is given: at least half a minute.</summary>
    internal const int RecentPoints = 60;

    /// <summary>A hop is not called silent before: a window is scored a moment after its end, later under load.</summary>
    internal const int LateMs = 1000;

    /// <summary>Tense falls back to calm below this part of the clear threshold, so that the two do not alternate.</summary>
    private const float CalmShare = 0.8f;

    /// <summary>At most two points a second where she speaks, one in silence.</summary>
    private const int SpeechGridMs = 500;
    private const int SilenceGridMs = 1000;

    private readonly Queue<TensionPoint> _recent = new(RecentPoints);
    private TensionParameters _parameters = parameters;
    private float _value = parameters.Initial;
    private TensionLevel _level = TensionLevel.Calm;
    private int _above;
    private int _below;
    private int? _hopMs;
    private int _scoredMs;
    private int _notBeforeMs;
    private int _shownMs = -1;

    /// <summary>The newest points, oldest first.</summary>
    internal IReadOnlyList<TensionPoint> Recent => [.. _recent];

    /// <summary>A score came since the beginning or the last break.</summary>
    internal bool IsRunning => _hopMs is not null;

    internal TensionParameters Parameters => _parameters;

    /// <summary>Other numbers, before a curve begins: the model may be known later than the call.</summary>
    internal void Use(TensionParameters parameters)
    {
        _parameters = parameters;
        _value = parameters.Initial;
    }

    /// <summary>Takes one score. False when it is of audio that may not count: before a break's end; or older than one that was taken.</summary>
    /// <param name="score">Of the caller, in the order of the call's clock.</param>
    /// <param name="now">Where the curve stands after it.</param>
    /// <param name="isShown">Whether the point is worth showing: at most two a second.</param>
    internal bool TryAdd(in CallerScore score, out TensionPoint now, out bool isShown)
    {
        if (score.FromMs < _notBeforeMs || score.ToMs <= _scoredMs)
        {
            (now, isShown) = (default, false);
            return false;
        }

        // A gap of one hop and a half is one hop without a window.
        while (_hopMs is { } last && score.ToMs - last > TensionParameters.HopMs * 3 / 2)
        {
            Hear(null);
            _hopMs = last + TensionParameters.HopMs;
        }

        Hear(score.Probability);
        _scoredMs = score.ToMs;
        _hopMs = Math.Max(_hopMs ?? 0, score.ToMs);
        now = new TensionPoint(score.ToMs, _value, _level);
        isShown = TryShow(ref now, SpeechGridMs);
        return true;
    }

    /// <summary>In silence: the next point of the way down to calm; false when she speaks, when it is not due, or when nothing runs.</summary>
    internal bool TryRest(int nowMs, out TensionPoint now)
    {
        bool isShown = false;
        now = default;
        while (_hopMs is { } last && last + TensionParameters.HopMs <= nowMs - LateMs)
        {
            Hear(null);
            _hopMs = last + TensionParameters.HopMs;
            var point = new TensionPoint(_hopMs.Value, _value, _level);
            if (TryShow(ref point, SilenceGridMs))
            {
                (now, isShown) = (point, true);
            }
        }

        return isShown;
    }

    /// <summary>Nothing is measured from here on, and no window counts that began before: hold, pause, refusal, and the end of each.</summary>
    internal void Break(int nowMs)
    {
        _notBeforeMs = Math.Max(_notBeforeMs, nowMs);
        _value = _parameters.Initial;
        _level = TensionLevel.Calm;
        _above = _below = 0;
        _hopMs = null;
    }

    /// <summary>What was measured is to be forgotten.</summary>
    internal void Erase() => _recent.Clear();

    /// <summary>One hop's window; null where nobody speaks.</summary>
    private void Hear(float? probability)
    {
        _value = probability is { } p ? _value + (_parameters.Alpha * (p - _value)) : _value * _parameters.SilenceFactor;
        _above = _value >= _parameters.RaiseThreshold ? _above + 1 : 0;
        _below = _value < _parameters.ClearThreshold ? _below + 1 : 0;
        _level = _level == TensionLevel.Aggressive
            ? _below >= _parameters.ClearWindows ? Quiet() : TensionLevel.Aggressive
            : _above >= _parameters.RaiseWindows ? TensionLevel.Aggressive : Quiet();
    }

    /// <summary>Tense or calm, with a hysteresis of its own.</summary>
    private TensionLevel Quiet()
    {
        float least = _level == TensionLevel.Calm ? _parameters.ClearThreshold : _parameters.ClearThreshold * CalmShare;
        return _value >= least ? TensionLevel.Tense : TensionLevel.Calm;
    }

    /// <summary>A late score may end before a point that silence made up: it is shown after that.</summary>
    private bool TryShow(ref TensionPoint point, int gridMs)
    {
        int atMs = Math.Max(point.AtMs, _shownMs + 1);
        if (_shownMs >= 0 && atMs / gridMs == _shownMs / gridMs)
        {
            return false;
        }

        point = point with { AtMs = atMs };
        _shownMs = atMs;
        _recent.Enqueue(point);
        if (_recent.Count > RecentPoints)
        {
            _recent.Dequeue();
        }

        return true;
    }
}
