using System.Security.Claims;
using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Account;

/// <summary>Who is signed in, how the screen looks for her, and the way out.</summary>
public sealed partial class AccountMenu : ComponentBase
{
    private static readonly string[] Known = [Roles.Administrator, Roles.Supervisor, Roles.Agent, Roles.PoliceDesk];

    private string RolesOf(ClaimsPrincipal user) =>
        string.Join(", ", Known.Where(user.IsInRole).Select(role => (string)Common[$"Role.{role}"]));
}
