using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <content>A voice that was scored as the caller's and was perhaps the agent's.</content>
internal sealed partial class AlarmGrain
{
    public Task WithdrawVoiceAsync(CallId callId, int upToMs, CancellationToken cancellationToken) =>
        _mailbox.PostAsync(() => WithdrawVoice(callId, upToMs), cancellationToken);

    private void WithdrawVoice(CallId callId, int upToMs)
    {
        List<Alarm> quoting = _memory.WithVoice(callId, upToMs);
        foreach (Alarm alarm in quoting)
        {
            Alarm withdrawn = AlarmMoves.WithoutVoice(alarm, upToMs);
            AlarmSeverity severity = _memory.WithdrawVoice(withdrawn, upToMs);
            withdrawn = AlarmMoves.Lower(withdrawn, severity, _ports.Settings.EscalateAfter(severity));
            Change(withdrawn, new AlarmAct(AlarmStepKind.VoiceWithdrawn));
        }

        if (quoting.Count > 0)
        {
            TellCall(callId);

            // A step that was on its way when the call journalled its erasure quotes the score after it.
            Journal(new TensionErasedJournalled(callId, Now, upToMs), quoting[0].Id);
        }
    }
}
