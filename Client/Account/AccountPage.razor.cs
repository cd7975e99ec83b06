using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Account;

/// <summary>
/// Her own account: changing the password. Rendered on the server without a circuit, for the session's cookie is renewed by the answer
/// of the host's <c>/account/password</c>, which takes the form.
/// </summary>
public sealed partial class AccountPage : ComponentBase
{
    [Inject]
    private PasswordRules Rules { get; set; } = null!;

    /// <summary>Why the host sent the person back: <c>wrong</c>, <c>repeat</c>, <c>busy</c>, <c>expired</c>; anything else says the rules.</summary>
    [SupplyParameterFromQuery(Name = "error")]
    private string? Error { get; set; }

    [SupplyParameterFromQuery(Name = "changed")]
    private string? Changed { get; set; }

    private bool IsDone => string.IsNullOrEmpty(Error) && !string.IsNullOrEmpty(Changed);

    private string? Message => Error switch
    {
        null or "" => IsDone ? "Password.Changed" : null,
        "wrong" => "Password.Wrong",
        "repeat" => "Password.NotRepeated",
        "busy" => "Password.Busy",
        "expired" => "Login.Expired",
        _ => "Password.AgainstRules",
    };

    private string? Described => Message is null ? null : "password-message";
}
