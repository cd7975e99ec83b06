using Supervision.Server.Data;
using Supervision.Shared.Calls;

namespace Supervision.Server.Security;

/// <summary>The row rule: who sees which call. Pure.</summary>
internal static class CallVisibility
{
    /// <summary>All, those of her own number, or at the police desk those of the incidents; somebody with none of these sees none.</summary>
    internal static bool MaySee(this ICurrentUser user, CallSnapshot call) =>
        user.IsOwn(call) || user.Attached?.Contains(call.Id) == true;

    /// <summary>Whose recording she may pause or refuse: all, or those of her own number. The police desk looks and does not touch.</summary>
    internal static bool IsOwn(this ICurrentUser user, CallSnapshot call) =>
        user.SeesAllCalls || (user.AgentNumber is { Length: > 0 } number && string.Equals(number, call.Agent.Number, StringComparison.Ordinal));

    /// <summary>The same rule for the database.</summary>
    internal static CallScope Scope(this ICurrentUser user) =>
        new(user.SeesAllCalls, user.AgentNumber, user.Attached is not null, user.Attached?.All ?? []);
}
