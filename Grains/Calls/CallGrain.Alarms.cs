using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Calls;

/// <summary>What the rules find is reported to the alarms' grain, which tells in return which alarms of this call are open.</summary>
internal sealed partial class CallGrain
{
    private readonly WordRule _rule;
    private readonly List<WordFinding> _found = [];
    private IReadOnlyList<AlarmId> _openAlarms = [];
    private volatile bool _isSettling;

    /// <summary>From the alarms' grain, on any thread. Most severe first.</summary>
    internal void TellOpenAlarms(IReadOnlyList<AlarmId> open)
    {
        Observe(WhileLiveAsync(
            () =>
            {
                _openAlarms = open;
                if (open.Count == 0)
                {
                    _fusion.OnAlarmsClosed();
                }

                Changed(isDurable: false);
                Prioritise();
            },
            CancellationToken.None));
    }

    private void Judge(PartialUtterance partial)
    {
        _rule.OnPartial(partial, _services.Time.GetUtcNow(), _found);
        Report();
    }

    private void Judge(Utterance utterance)
    {
        _rule.OnFinal(utterance, _found);
        Report();
    }

    private void Settle()
    {
        _rule.Settle(_services.Time.GetUtcNow(), _found);
        Report();
    }

    private void Report()
    {
        _isSettling = _rule.IsWaiting;
        foreach (WordFinding finding in _found)
        {
            if (finding.Corrects is null)
            {
                _fusion.OnWords(Moment(ClockMs()), finding, _reports);
            }
            else
            {
                _fusion.OnCorrection(finding, _reports);
            }
        }

        _found.Clear();
        SendReports();
    }
}
