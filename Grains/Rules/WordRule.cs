using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Words;

namespace Supervision.Grains.Rules;

/// <summary>
/// The first alarm rule: phrases of a list, in what the caller says. One for each call, used by its grain alone.
/// <para>
/// The agent's lane is never looked at: Regulation (EU) 2024/1689 art. 5(1)(f) forbids judging people at work, and an agent who repeats a
/// threat must raise nothing. <see cref="Lane.Mixed"/> is looked at: words, not voices, are compared, and nobody is scored. So is a lane
/// that bears the agent's name only because two lines of unknown voices need two (<see cref="IsAgentUnknown"/>): it is mixed, and is said to be.
/// </para>
/// <para>
/// Partials flicker: a phrase counts when two partials in a row hold it, when a partial that holds it stands for
/// <see cref="Standing"/>, or in a final. That costs one partial, 200 ms at the usual five a second, and keeps a word that was only
/// guessed for an instant from waking a supervisor. A phrase counted in a partial does not count again in the final of the same
/// utterance: of each phrase as many are told as are heard, however their positions shift.
/// </para>
/// <para>
/// What a partial told too gravely its final corrects: <see cref="WordFinding.Corrects"/>.
/// </para>
/// <para>
/// A phrase may begin in one utterance and end in the next of its lane when at most <see cref="UtteranceTail.JoinsWithin"/> lie between.
/// A list that is published during a call counts from that lane's next utterance on.
/// </para>
/// </summary>
internal sealed class WordRule(LiveWordList words)
{
    /// <summary>So long the same partial stands before it is believed without a second one.</summary>
    internal static readonly TimeSpan Standing = TimeSpan.FromMilliseconds(300);

    private readonly LaneWords _caller = new(words, Lane.Caller);
    private readonly LaneWords _mixed = new(words, Lane.Mixed);
    private readonly LaneWords _unknown = new(words, Lane.Mixed);

    /// <summary>Whether some partial holds what <see cref="Settle"/> may come to believe.</summary>
    internal bool IsWaiting => _caller.IsWaiting || _mixed.IsWaiting || _unknown.IsWaiting;

    /// <summary>Nobody said that the agent's lane is the agent's. Once it is said, what was heard there counts no more.</summary>
    internal bool IsAgentUnknown
    {
        get;
        set
        {
            field = value;
            if (!value)
            {
                _unknown.Reset();
            }
        }
    }

    internal static string NameOf(AlarmCategory category) => $"words/{WordListNames.Of(category)}";

    internal void OnPartial(PartialUtterance partial, DateTimeOffset now, List<WordFinding> found)
    {
        WordsOf(partial.Lane)?.OnPartial(partial, now, found);
    }

    internal void OnFinal(Utterance utterance, List<WordFinding> found) => WordsOf(utterance.Lane)?.OnFinal(utterance, found);

    /// <summary>Believes the partials that have stood for long enough.</summary>
    internal void Settle(DateTimeOffset now, List<WordFinding> found)
    {
        _caller.Settle(now, found);
        _mixed.Settle(now, found);
        _unknown.Settle(now, found);
    }

    /// <summary>Analysis stopped: nothing that was heard before counts any more.</summary>
    internal void Forget()
    {
        _caller.Reset();
        _mixed.Reset();
        _unknown.Reset();
    }

    private LaneWords? WordsOf(Lane lane) => lane switch
    {
        Lane.Caller => _caller,
        Lane.Mixed => _mixed,
        Lane.Agent when IsAgentUnknown => _unknown,
        _ => null,
    };
}

/// <summary>What the rule heard.</summary>
internal readonly record struct WordFinding(AlarmCategory Category, AlarmSeverity Severity, AlarmReason Reason)
{
    /// <summary>
    /// What was told of the same words before their utterance was over, where its end lowers them: "je vais te tuer… qu'il m'a dit". Null
    /// for what is heard anew.
    /// </summary>
    internal AlarmReason? Corrects { get; init; }
}
