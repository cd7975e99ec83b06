using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <summary>
/// The single owner of all alarms that are not resolved; survives its calls. Safe from any thread. Acts are done once: who asks again
/// for what she has done already is given the alarm as it stands, and no step is written. What the alarm's state does not allow throws
/// <see cref="AlarmRefusedException"/> and changes nothing.
/// </summary>
public interface IAlarmGrain
{
    /// <summary>Raises an alarm, or adds the reason to the call's open one (raising its severity if higher).</summary>
    Task<Alarm> ReportAsync(AlarmReport report, CancellationToken cancellationToken);

    /// <summary>
    /// Puts right what was told before (<see cref="AlarmReport.Corrects"/>): the reason is replaced. The alarm's severity falls to what its
    /// reasons are worth while nobody has acknowledged or escalated it; afterwards a human has seen it and judges. Null when no open alarm
    /// of the call has that reason.
    /// </summary>
    Task<Alarm?> LowerAsync(AlarmReport report, CancellationToken cancellationToken);

    /// <summary>
    /// Somebody looks after it. Null when the alarm is unknown here (never was, or resolved long ago); the alarm as it stands otherwise.
    /// </summary>
    /// <exception cref="AlarmRefusedException">Somebody else has it, or it is resolved.</exception>
    Task<Alarm?> AcknowledgeAsync(AlarmId id, string by, CancellationToken cancellationToken);

    /// <summary>Somebody else looks after it from now on. Null as for <see cref="AcknowledgeAsync"/>.</summary>
    /// <exception cref="AlarmRefusedException">Nobody has acknowledged it, or it is resolved.</exception>
    Task<Alarm?> TakeOverAsync(AlarmId id, string by, CancellationToken cancellationToken);

    /// <summary>Hands it up, once: <see cref="Alarm.EscalatedAt"/> is set from then on. Null as for <see cref="AcknowledgeAsync"/>.</summary>
    /// <exception cref="AlarmRefusedException">It is escalated already, by hand or by itself, or resolved.</exception>
    Task<Alarm?> EscalateAsync(AlarmId id, string by, string? note, CancellationToken cancellationToken);

    /// <summary>No sound and a step back for a while; something graver ends it. Null as for <see cref="AcknowledgeAsync"/>.</summary>
    /// <exception cref="AlarmRefusedException">Nobody has acknowledged it, or it is resolved.</exception>
    Task<Alarm?> SnoozeAsync(AlarmId id, string by, TimeSpan length, CancellationToken cancellationToken);

    /// <summary>Closes it; a raised one is acknowledged by the same act. Null as for <see cref="AcknowledgeAsync"/>.</summary>
    /// <exception cref="AlarmRefusedException">It is resolved already.</exception>
    Task<Alarm?> ResolveAsync(AlarmId id, string by, AlarmOutcome outcome, string? note, CancellationToken cancellationToken);

    /// <summary>Puts the outcome of a resolved alarm right.</summary>
    /// <param name="kept">The alarm as the record has it; what is remembered here wins where it is newer.</param>
    /// <param name="by">Who corrects.</param>
    /// <param name="outcome">What it was in truth.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AlarmRefusedException">It is open, or has this outcome already.</exception>
    Task<Alarm> CorrectAsync(Alarm kept, string by, AlarmOutcome outcome, string reason, CancellationToken cancellationToken);

    /// <summary>The person refused: the words that the call's open alarms quote are forgotten, the alarms stand.</summary>
    Task ForgetWordsAsync(CallId callId, CancellationToken cancellationToken);

    /// <summary>
    /// What the call's alarms quote of the caller's voice up to <paramref name="upToMs"/> was perhaps another's: no score of it stays. The
    /// severity falls to what the other reasons are worth, as in <see cref="LowerAsync"/>.
    /// </summary>
    Task WithdrawVoiceAsync(CallId callId, int upToMs, CancellationToken cancellationToken);

    /// <summary>Open alarms, newest first.</summary>
    Task<IReadOnlyList<Alarm>> GetOpenAsync(CancellationToken cancellationToken);

    /// <summary>Open, or resolved a while ago; null when it is not remembered here.</summary>
    Task<Alarm?> GetAsync(AlarmId id, CancellationToken cancellationToken);

    /// <summary>Steps since the start of the server, oldest first; the record has the earlier ones, and trails by a moment.</summary>
    Task<IReadOnlyList<AlarmStep>> GetStepsAsync(AlarmId id, CancellationToken cancellationToken);

    /// <summary>At start: alarms that were open when the server stopped. Those whose time has passed are escalated at once.</summary>
    Task RestoreAsync(IReadOnlyList<Alarm> open, CancellationToken cancellationToken);
}

/// <summary>What a rule found in a call.</summary>
public sealed record AlarmReport(CallId CallId, AlarmCategory Category, AlarmSeverity Severity, AlarmReason Reason)
{
    /// <summary>What it is worth should the caller's voice turn out to be another's; null: the same.</summary>
    public AlarmSeverity? WithoutVoice { get; init; }

    /// <summary>The reason as it was told before, which this one replaces; null for a new one.</summary>
    public AlarmReason? Corrects { get; init; }
}
