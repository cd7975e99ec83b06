using Supervision.Grains.Alarms;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Rules;

/// <summary>
/// The word rule for speech that was skipped live and written down from the recording afterwards: a threat that nobody heard in time is
/// still somebody's to know. The same rule and list as live; the agent's lane is never looked at. Safe from any thread.
/// </summary>
public sealed class RecordedWords(LiveWordList words)
{
    /// <param name="call">Whose recording it is.</param>
    /// <param name="utterances">Of one stretch, in the order of the call's clock; gaps are passed over.</param>
    public IReadOnlyList<AlarmReport> Judge(CallId call, IEnumerable<Utterance> utterances)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        var rule = new WordRule(words);
        List<WordFinding> found = [];
        foreach (Utterance utterance in utterances)
        {
            rule.OnFinal(utterance, found);
        }

        return [.. found.Select(finding => new AlarmReport(call, finding.Category, finding.Severity, finding.Reason))];
    }
}
