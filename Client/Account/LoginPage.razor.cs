using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Account;

/// <summary>The sign-in form, rendered on the server without a circuit; the host's <c>/account/login</c> takes it.</summary>
public sealed partial class LoginPage : ComponentBase
{
    /// <summary>Why the host sent the person back: <c>failed</c>, <c>expired</c>; anything else says failed.</summary>
    [SupplyParameterFromQuery(Name = "error")]
    private string? Error { get; set; }

    [SupplyParameterFromQuery(Name = "loggedout")]
    private string? LoggedOut { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    private bool IsFailure => !string.IsNullOrEmpty(Error);

    private string? Message => Error switch
    {
        null or "" => string.IsNullOrEmpty(LoggedOut) ? null : "Login.LoggedOut",
        "expired" => "Login.Expired",
        _ => "Login.Failed",
    };

    private string? Described => Message is null ? null : "login-message";

    /// <summary>Only an address of this site is carried along; the host checks again.</summary>
    private string LocalReturnUrl =>
        ReturnUrl is { Length: > 0 } url && url[0] == '/' && !url.StartsWith("//", StringComparison.Ordinal)
        && !url.Contains('\\', StringComparison.Ordinal) ? url : "/";
}
