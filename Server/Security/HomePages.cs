using System.Security.Claims;

namespace Supervision.Server.Security;

/// <summary>Where each role begins after the sign-in. Pure.</summary>
internal static class HomePages
{
    internal const string WallBoard = "/";
    internal const string Desk = "/desk";

    internal const string Agent = "/agent";

    /// <summary>Of everybody else.</summary>
    internal const string Calls = "/calls";

    internal static string Of(ClaimsPrincipal principal) => principal switch
    {
        _ when Principals.SeesAllCalls(principal) => WallBoard,
        _ when principal.IsInRole(Roles.PoliceDesk) => Desk,
        _ when principal.IsInRole(Roles.Agent) => Agent,
        _ => Calls,
    };
}
