using System.Security.Claims;

namespace Supervision.Server.Security;

/// <summary>Where each role begins after the sign-in. Pure.</summary>
internal static class HomePages
{
    internal const string WallBoard = "/";
    internal const string Desk = "/desk";

    /// <summary>Agents have no wall-board; theirs is the list of their calls.</summary>
    internal const string Agent = "/calls";

    internal static string Of(ClaimsPrincipal principal) => principal switch
    {
        _ when Principals.SeesAllCalls(principal) => WallBoard,
        _ when principal.IsInRole(Roles.PoliceDesk) => Desk,
        _ => Agent,
    };
}
