using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>Which field a refusal belongs to, and how that field names it to assistive technology. Pure.</summary>
internal static class AccountFaults
{
    internal static AccountField FieldOf(AccountFault fault) => fault switch
    {
        AccountFault.UserNameMalformed or AccountFault.UserNameTaken => AccountField.UserName,
        AccountFault.DisplayNameLength => AccountField.DisplayName,
        AccountFault.TokenNameLength => AccountField.TokenName,
        AccountFault.RoleMissing or AccountFault.LastAdministrator => AccountField.Roles,
        AccountFault.AgentNumberMissing or AccountFault.AgentNumberMalformed => AccountField.AgentNumber,
        AccountFault.PasswordLength or AccountFault.PasswordWeak or AccountFault.PasswordWrong => AccountField.Password,
        _ => AccountField.None,
    };

    internal static IEnumerable<AccountFault> Of(this IEnumerable<AccountFault> faults, AccountField field) =>
        faults.Where(fault => FieldOf(fault) == field);

    /// <summary>Value of <c>aria-invalid</c>.</summary>
    internal static string? Invalid(this IEnumerable<AccountFault> faults, AccountField field) => faults.Of(field).Any() ? "true" : null;

    /// <summary>Value of <c>aria-describedby</c>: what is wrong, then the hint.</summary>
    internal static string? Describe(this IEnumerable<AccountFault> faults, AccountField field, string errorId, string? hintId = null) =>
        (faults.Of(field).Any(), hintId) switch
        {
            (true, null) => errorId,
            (true, _) => $"{errorId} {hintId}",
            _ => hintId,
        };
}
