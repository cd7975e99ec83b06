using Supervision.Grains;
using Supervision.Grains.Alarms;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Agents;

/// <summary>
/// The agent's help key: raises an alarm of her live call, or of the one that ended a moment ago. One a scope.
/// </summary>
internal sealed class HelpDesk(OwnCalls calls, IGrainDirectory grains, HelpPresses presses, TimeProvider time)
{
    /// <summary>Name of the rule in the alarm's reasons.</summary>
    internal const string Rule = "help/agent";

    /// <summary>She may need help after she hung up on somebody.</summary>
    internal static readonly TimeSpan AfterCall = TimeSpan.FromMinutes(10);

    /// <summary>Null when there is no call, live or just over, that the alarm could be about.</summary>
    internal async Task<HelpAnswer?> AskAsync(CancellationToken cancellationToken)
    {
        if (await calls.FindLiveAsync(cancellationToken) is not { } call)
        {
            call = await FindJustEndedAsync(cancellationToken);
            if (call is null)
            {
                return null;
            }
        }

        if (presses.TryRepeat(call.Id, out HelpAnswer? before))
        {
            return before;
        }

        int atMs = (int)Math.Clamp(((call.EndedAt ?? time.GetUtcNow()) - call.StartedAt).TotalMilliseconds, 0, int.MaxValue);
        var reason = new AlarmReason(Rule, "", Lane.Agent, atMs, "1", null, null);
        Alarm alarm = await grains.Alarms.ReportAsync(
            new AlarmReport(call.Id, AlarmCategory.HelpRequested, AlarmSeverity.Critical, reason), cancellationToken);
        var answer = new HelpAnswer(alarm.Id, call.Id, call.State != CallState.Ended);
        presses.Remember(answer);
        return answer;
    }

    private async Task<CallSnapshot?> FindJustEndedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await calls.GetEndedAsync(1, cancellationToken) is [{ Call: { EndedAt: { } ended } last }] && time.GetUtcNow() - ended <= AfterCall ? last : null;
        }
        catch (DatabaseUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>The alarm that calls for help, and of which call.</summary>
internal sealed record HelpAnswer(AlarmId AlarmId, CallId CallId, bool IsCallLive);
