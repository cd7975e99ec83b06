using Supervision.Shared.Calls;

namespace Supervision.Server.Security;

/// <summary>The row rule: who sees which call. Pure.</summary>
internal static class CallVisibility
{
    /// <summary>All, or those of her own number; somebody without a number sees none.</summary>
    internal static bool MaySee(this ICurrentUser user, CallSnapshot call) =>
        user.SeesAllCalls || (user.AgentNumber is { Length: > 0 } number && string.Equals(number, call.Agent.Number, StringComparison.Ordinal));
}
