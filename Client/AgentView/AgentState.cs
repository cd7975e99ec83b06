using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Client.AgentView;

/// <summary>What the agent's page knows: her live calls, their words, their open alarms. Owned by one page; used on its circuit's thread.</summary>
internal sealed class AgentState
{
    /// <summary>The visible end of the transcript; the whole is on the call's own page.</summary>
    private const int ShownUtterances = 30;

    private readonly Dictionary<CallId, CallSnapshot> _calls = [];
    private readonly Dictionary<CallId, List<Utterance>> _words = [];
    private readonly Dictionary<CallId, TensionLevel> _tension = [];
    private readonly Dictionary<AlarmId, Alarm> _alarms = [];
    private readonly Dictionary<AlarmId, List<AlarmCategory>> _situations = [];

    /// <summary>The call in which she talks: not one on hold if there is another, then the newest.</summary>
    internal CallSnapshot? Current => _calls.Values.OrderBy(call => call.State).ThenByDescending(call => call.StartedAt).FirstOrDefault();

    internal int CallCount => _calls.Count;

    /// <summary>Of the call that is shown first, then the gravest.</summary>
    internal IReadOnlyList<Alarm> Alarms { get; private set; } = [];

    internal IReadOnlyList<Utterance> Words { get; private set; } = [];

    /// <summary>Of the caller only; null when nothing was measured.</summary>
    internal TensionLevel? Tension => Current is { } call && _tension.TryGetValue(call.Id, out TensionLevel level) ? level : null;

    /// <summary>What an alarm was about since it was first seen here, the newest first: a threat stays one when she asks for help.</summary>
    internal IReadOnlyList<AlarmCategory> Situations(AlarmId id) => _situations.TryGetValue(id, out List<AlarmCategory>? known) ? known : [];

    internal bool IsLive(CallId id) => _calls.ContainsKey(id);

    internal void Reset(LiveSnapshot snapshot)
    {
        _calls.Clear();
        _words.Clear();
        _alarms.Clear();
        _tension.Clear();
        foreach (CallSnapshot call in snapshot.Calls)
        {
            _calls[call.Id] = call;
        }

        foreach (LiveTranscript transcript in snapshot.Transcripts)
        {
            _words[transcript.CallId] = [.. transcript.LastFinals];
        }

        foreach (CallTension curve in snapshot.Tensions.Where(curve => curve.Points.Count > 0))
        {
            Put(curve.CallId, curve.Points[^1].Level);
        }

        foreach (Alarm alarm in snapshot.Alarms)
        {
            Put(alarm);
        }

        Show();
    }

    /// <summary>True when something that is drawn has changed.</summary>
    internal bool Apply(LiveEvent liveEvent)
    {
        bool isChanged = liveEvent switch
        {
            CallUpdated { Call: var call } => Put(call),
            CallEnded { CallId: var id } => Forget(id),
            TranscriptFinal { CallId: var id, Utterance: var utterance } => Add(id, utterance),
            TensionMeasured { CallId: var id, Tension.Level: var level } => Put(id, level),
            TensionWithdrawn { CallId: var id } => _tension.Remove(id),
            AlarmRaised { Alarm: var alarm } => Put(alarm),
            AlarmUpdated { Alarm: var alarm } => Put(alarm),
            _ => false,
        };
        if (isChanged)
        {
            Show();
        }

        return isChanged;
    }

    private bool Put(CallSnapshot call)
    {
        _calls[call.Id] = call;

        if (call.Tension != TensionState.Followed)
        {
            // Nothing measured is never shown as a level, calm or not.
            _tension.Remove(call.Id);
        }

        if (call.Recording == RecordingState.Refused)
        {
            // What was kept is erased: it leaves the screen too.
            _words.Remove(call.Id);
        }

        return true;
    }

    private bool Forget(CallId id)
    {
        _words.Remove(id);
        _tension.Remove(id);
        return _calls.Remove(id);
    }

    private bool Add(CallId id, Utterance utterance)
    {
        if (!_words.TryGetValue(id, out List<Utterance>? words))
        {
            _words[id] = words = [];
        }

        if (words.Exists(known => known.Lane == utterance.Lane && known.StartMs == utterance.StartMs && known.Text == utterance.Text))
        {
            return false;
        }

        words.Add(utterance);
        words.Sort(static (a, b) => a.StartMs.CompareTo(b.StartMs));
        words.RemoveRange(0, Math.Max(0, words.Count - ShownUtterances));
        return true;
    }

    private bool Put(CallId id, TensionLevel level)
    {
        if (!_calls.TryGetValue(id, out CallSnapshot? call) || call.Tension != TensionState.Followed)
        {
            return false;
        }

        bool isNew = !_tension.TryGetValue(id, out TensionLevel known) || known != level;
        _tension[id] = level;
        return isNew;
    }

    /// <summary>False for a late message that an alarm has outgrown.</summary>
    private bool Put(Alarm alarm)
    {
        if (_alarms.TryGetValue(alarm.Id, out Alarm? known) && known.Revision >= alarm.Revision)
        {
            return false;
        }

        if (alarm.State == AlarmState.Resolved)
        {
            _situations.Remove(alarm.Id);
            return _alarms.Remove(alarm.Id);
        }

        _alarms[alarm.Id] = alarm;
        List<AlarmCategory> situations = _situations.TryGetValue(alarm.Id, out List<AlarmCategory>? seen) ? seen : _situations[alarm.Id] = [];
        situations.Remove(alarm.Category);
        situations.Insert(0, alarm.Category);
        return true;
    }

    private void Show()
    {
        CallId? current = Current?.Id;
        Alarms = [.. _alarms.Values.OrderByDescending(alarm => alarm.CallId == current).ThenByDescending(alarm => alarm.Severity).ThenByDescending(alarm => alarm.RaisedAt)];
        Words = current is { } id && _words.TryGetValue(id, out List<Utterance>? words) ? [.. words] : [];
    }
}
