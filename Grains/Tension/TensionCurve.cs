using Supervision.Shared.Tension;

namespace Supervision.Grains.Tension;

/// <summary>
/// The tension of one call's caller. Pure: the same scores and times give the same curve. Used by one grain alone.
/// <para>
/// Where she speaks, each score p of a window that ends Δ after the one before moves the curve v by (p − v) × (1 − 2^(−Δ / half-life)), Δ
/// at most <see cref="StepMs"/>. In silence, after <see cref="StepMs"/>, v halves in each silence half-life. The level rises to aggressive
/// when v has stayed above the raise threshold for the minimum time, and leaves it below the clear threshold.
/// </para>
/// </summary>
internal sealed class TensionCurve(TensionParameters parameters)
{
    /// <summary>Points that a screen which connects is given: at least half a minute.</summary>
    internal const int RecentPoints = 60;

    /// <summary>A score stands for so much speech at most; silence begins after it.</summary>
    internal const int StepMs = 1000;

    /// <summary>Without a score for so long the caller is silent: a window's half-second, and the worker's own delay.</summary>
    internal const int SilenceMs = 1500;

    /// <summary>Tense falls back to calm below this part of the clear threshold.</summary>
    private const float CalmShare = 0.8f;

    /// <summary>At most two points a second where she speaks, one in silence.</summary>
    private const int SpeechGridMs = 500;
    private const int SilenceGridMs = 1000;

    /// <summary>The first score of a stretch stands for its own step.</summary>
    private const int FirstStepMs = 500;

    private readonly Queue<TensionPoint> _recent = new(RecentPoints);
    private float _value;
    private TensionLevel _level = TensionLevel.Calm;
    private int? _scoredMs;
    private int? _aboveSinceMs;
    private int _notBeforeMs;
    private int _toldMs = -1;

    /// <summary>The newest points, oldest first.</summary>
    internal IReadOnlyList<TensionPoint> Recent => [.. _recent];

    /// <summary>A score came since the beginning or the last break.</summary>
    internal bool IsRunning => _scoredMs is not null;

    /// <summary>Takes one score. False when it is of audio that may not count: before a break's end.</summary>
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

        int atMs = score.ToMs;
        double step = _scoredMs is { } last ? Math.Min(atMs - last, StepMs) : FirstStepMs;
        float before = DecayedTo(atMs);
        _value = before + ((score.Probability - before) * (float)(1 - Math.Pow(2, -step / parameters.HalfLifeMs)));
        _scoredMs = atMs;
        _aboveSinceMs = _value >= parameters.RaiseThreshold ? _aboveSinceMs ?? atMs : null;
        _level = Fallen(_value);
        if (_aboveSinceMs is { } since && atMs - since >= parameters.MinimumMs)
        {
            _level = TensionLevel.Aggressive;
        }

        now = new TensionPoint(atMs, _value, _level);
        isShown = TryShow(ref now, SpeechGridMs);
        return true;
    }

    /// <summary>In silence: the next point of the way down to calm; false when she speaks, when it is not due, or when nothing runs.</summary>
    internal bool TryRest(int nowMs, out TensionPoint now)
    {
        now = default;
        if (_scoredMs is not { } last || nowMs - last < SilenceMs)
        {
            return false;
        }

        float value = DecayedTo(nowMs);
        _aboveSinceMs = null;
        _level = Fallen(value);
        now = new TensionPoint(nowMs, value, _level);
        return TryShow(ref now, SilenceGridMs);
    }

    /// <summary>Nothing is measured from here on, and no window counts that began before: hold, pause, refusal, and the end of each.</summary>
    internal void Break(int nowMs)
    {
        _notBeforeMs = Math.Max(_notBeforeMs, nowMs);
        _value = 0;
        _level = TensionLevel.Calm;
        _scoredMs = null;
        _aboveSinceMs = null;
    }

    /// <summary>What was measured is to be forgotten.</summary>
    internal void Erase() => _recent.Clear();

    private float DecayedTo(int atMs)
    {
        int silentMs = _scoredMs is { } last ? atMs - last - StepMs : 0;
        return silentMs <= 0 ? _value : _value * (float)Math.Pow(2, -(double)silentMs / parameters.SilenceHalfLifeMs);
    }

    /// <summary>The level that a value has on its way down, or up as far as tense.</summary>
    private TensionLevel Fallen(float value) => _level switch
    {
        TensionLevel.Aggressive when value >= parameters.ClearThreshold => TensionLevel.Aggressive,
        _ when value >= parameters.ClearThreshold => TensionLevel.Tense,
        not TensionLevel.Calm when value >= parameters.ClearThreshold * CalmShare => TensionLevel.Tense,
        _ => TensionLevel.Calm,
    };

    /// <summary>A late score may end before a point that silence made up: it is shown after that.</summary>
    private bool TryShow(ref TensionPoint point, int gridMs)
    {
        int atMs = Math.Max(point.AtMs, _toldMs + 1);
        if (_toldMs >= 0 && atMs / gridMs == _toldMs / gridMs)
        {
            return false;
        }

        point = point with { AtMs = atMs };
        _toldMs = atMs;
        _recent.Enqueue(point);
        if (_recent.Count > RecentPoints)
        {
            _recent.Dequeue();
        }

        return true;
    }
}
