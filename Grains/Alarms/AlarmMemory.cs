using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <summary>
/// The alarms that are open, those that were resolved a while ago, and their steps since the start. Used by the alarms' reader alone.
/// </summary>
internal sealed class AlarmMemory
{
    /// <summary>Resolved alarms remembered: until the record surely has them. The oldest are forgotten beyond.</summary>
    internal const int MaxClosed = 1000;

    /// <summary>Steps remembered of one alarm; the record has them all. Repeats make most of them.</summary>
    internal const int MaxSteps = 200;

    /// <summary>Reasons of one alarm that are weighed; a correction beyond them marks the reason and leaves the severity.</summary>
    private const int MaxWeights = 200;

    private readonly Dictionary<AlarmId, Alarm> _open = [];
    private readonly Dictionary<CallId, AlarmId> _byCall = [];
    private readonly Dictionary<AlarmId, Alarm> _closed = [];
    private readonly Queue<AlarmId> _closedOrder = new();
    private readonly Dictionary<AlarmId, List<AlarmStep>> _steps = [];

    /// <summary>Of open alarms: what each reason was told as. Corrections come within seconds, so a restart may forget it.</summary>
    private readonly Dictionary<AlarmId, Dictionary<AlarmReason, Weight>> _weights = [];

    /// <summary>
    /// Resolved since the start: the database, read late, may still call them open. Null when the open ones were restored.
    /// </summary>
    private HashSet<AlarmId>? _resolvedEarly = [];

    internal IReadOnlyCollection<Alarm> Open => _open.Values;

    internal Alarm? OpenOf(CallId call) => _byCall.TryGetValue(call, out AlarmId id) ? _open[id] : null;

    /// <summary>Open or resolved a while ago.</summary>
    internal Alarm? Find(AlarmId id) => _open.GetValueOrDefault(id) ?? _closed.GetValueOrDefault(id);

    /// <summary>What the record says of an alarm, or what is remembered where that is newer.</summary>
    internal Alarm Newest(Alarm kept) => Find(kept.Id) is { } known && known.Revision > kept.Revision ? known : kept;

    internal void Weigh(AlarmId id, AlarmReport report) =>
        Weigh(id, report.Reason, new Weight(report.Severity, report.WithoutVoice ?? report.Severity));

    /// <summary>The gravest of its reasons; null where one was told before this start.</summary>
    internal AlarmSeverity? WeightOf(Alarm alarm) =>
        _weights.TryGetValue(alarm.Id, out Dictionary<AlarmReason, Weight>? weights) && alarm.Reasons.All(weights.ContainsKey)
            ? alarm.Reasons.Max(reason => weights[reason].Told)
            : null;

    /// <summary>The voice up to <paramref name="upToMs"/> counts in no reason any longer, neither now nor when one is corrected later.</summary>
    /// <param name="withdrawn">The alarm whose voice reasons are marked already.</param>
    /// <param name="upToMs">On the call's clock.</param>
    /// <returns>The gravest of its reasons.</returns>
    internal AlarmSeverity WithdrawVoice(Alarm withdrawn, int upToMs)
    {
        Dictionary<AlarmReason, Weight> known = _weights.GetValueOrDefault(withdrawn.Id) ?? [];
        AlarmSeverity gravest = AlarmSeverity.Notice;
        foreach (AlarmReason reason in withdrawn.Reasons)
        {
            bool isKnown = known.TryGetValue(reason, out Weight weight);
            if (!isKnown || reason.AtMs <= upToMs)
            {
                AlarmSeverity left = reason.Lowered == WordLowering.OtherVoice ? AlarmSeverity.Notice
                    : isKnown ? weight.WithoutVoice
                    : AlarmMoves.LeastWithoutVoice(withdrawn, reason);
                weight = new Weight(left, left);
                Weigh(withdrawn.Id, reason, weight);
            }

            gravest = weight.Told > gravest ? weight.Told : gravest;
        }

        return gravest;
    }

    internal IReadOnlyList<AlarmStep> StepsOf(AlarmId id) => _steps.TryGetValue(id, out List<AlarmStep>? steps) ? [.. steps] : [];

    internal void Put(Alarm alarm, AlarmStep step)
    {
        Remember(alarm.Id, step);
        if (alarm.State != AlarmState.Resolved)
        {
            _open[alarm.Id] = alarm;
            _byCall[alarm.CallId] = alarm.Id;
            return;
        }

        _open.Remove(alarm.Id);
        _weights.Remove(alarm.Id);
        _resolvedEarly?.Add(alarm.Id);
        if (_byCall.TryGetValue(alarm.CallId, out AlarmId current) && current == alarm.Id)
        {
            _byCall.Remove(alarm.CallId);
        }

        Close(alarm);
    }

    /// <summary>What the record holds of earlier starts; the alarms that were not known yet.</summary>
    internal List<Alarm> Restore(IEnumerable<Alarm> kept)
    {
        List<Alarm> restored = [];
        foreach (Alarm alarm in kept.Where(alarm => alarm.State != AlarmState.Resolved))
        {
            if (_resolvedEarly?.Contains(alarm.Id) != true && _open.TryAdd(alarm.Id, alarm))
            {
                _byCall.TryAdd(alarm.CallId, alarm.Id);
                restored.Add(alarm);
            }
        }

        _resolvedEarly = null;
        return restored;
    }

    /// <summary>Every alarm of the call that still quotes something.</summary>
    internal List<Alarm> ForgetWords(CallId call) =>
        [.. _open.Values.Concat(_closed.Values).Where(alarm => alarm.CallId == call && alarm.Reasons.Any(reason => reason.Heard.Length > 0))];

    /// <summary>Every alarm of the call that quotes a score of the caller's voice up to <paramref name="upToMs"/>.</summary>
    internal List<Alarm> WithVoice(CallId call, int upToMs) =>
        [.. _open.Values.Concat(_closed.Values).Where(alarm => alarm.CallId == call && alarm.Reasons.Any(reason => AlarmMoves.IsVoice(reason, upToMs)))];

    private void Weigh(AlarmId id, AlarmReason reason, Weight weight)
    {
        if (!_weights.TryGetValue(id, out Dictionary<AlarmReason, Weight>? weights))
        {
            _weights.Add(id, weights = []);
        }

        if (weights.Count < MaxWeights || weights.ContainsKey(reason))
        {
            weights[reason] = weight;
        }
    }

    private void Close(Alarm alarm)
    {
        if (!_closed.ContainsKey(alarm.Id))
        {
            _closedOrder.Enqueue(alarm.Id);
        }

        _closed[alarm.Id] = alarm;
        if (_closedOrder.Count > MaxClosed)
        {
            AlarmId oldest = _closedOrder.Dequeue();
            _closed.Remove(oldest);
            _steps.Remove(oldest);
        }
    }

    private void Remember(AlarmId id, AlarmStep step)
    {
        if (!_steps.TryGetValue(id, out List<AlarmStep>? steps))
        {
            _steps.Add(id, steps = []);
        }

        steps.Add(step);
        if (steps.Count > MaxSteps)
        {
            steps.RemoveAt(0);
        }
    }

    /// <param name="Told">With all that was known.</param>
    /// <param name="WithoutVoice">Should the voice be another's.</param>
    private readonly record struct Weight(AlarmSeverity Told, AlarmSeverity WithoutVoice);
}
