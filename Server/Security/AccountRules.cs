using System.Text.RegularExpressions;
using Supervision.Client.Services;

namespace Supervision.Server.Security;

/// <summary>What a name, a password and a set of roles must look like. Pure.</summary>
internal static partial class AccountRules
{
    internal const int MaxUserNameLength = 64;
    private const int MaxDisplayNameLength = 100;
    private const int MaxAgentNumberLength = 32;
    private const int MaxTokenNameLength = 100;

    internal static IEnumerable<AccountError> UserNameErrors(string userName)
    {
        if (!UserName().IsMatch(userName))
        {
            yield return new AccountError(
                AccountFault.UserNameMalformed,
                "userName: 2 to 64 lower-case letters, digits, dots, hyphens and underscores, beginning with a letter or a digit.");
        }
    }

    internal static IEnumerable<AccountError> PasswordErrors(string password, string userName, AccountsSettings settings)
    {
        if (password.Length < settings.MinPasswordLength || password.Length > Passwords.MaxLength)
        {
            yield return new AccountError(
                AccountFault.PasswordLength, $"password: {settings.MinPasswordLength} to {Passwords.MaxLength} characters.");
        }

        if (password.Contains(userName, StringComparison.OrdinalIgnoreCase) || password.Distinct().Count() < 5)
        {
            yield return new AccountError(
                AccountFault.PasswordWeak, "password: must not contain the user name nor be made of fewer than five different characters.");
        }
    }

    internal static IEnumerable<AccountError> ProfileErrors(string displayName, IReadOnlyList<string> roles, string? agentNumber)
    {
        if (string.IsNullOrWhiteSpace(displayName) || displayName.Length > MaxDisplayNameLength)
        {
            yield return new AccountError(AccountFault.DisplayNameLength, $"displayName: 1 to {MaxDisplayNameLength} characters.");
        }

        foreach (AccountError error in ScopeErrors(roles, agentNumber))
        {
            yield return error;
        }
    }

    internal static IEnumerable<AccountError> TokenErrors(string name, IReadOnlyList<string> roles, string? agentNumber)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxTokenNameLength)
        {
            yield return new AccountError(AccountFault.TokenNameLength, $"name: 1 to {MaxTokenNameLength} characters.");
        }

        foreach (AccountError error in ScopeErrors(roles, agentNumber))
        {
            yield return error;
        }
    }

    private static IEnumerable<AccountError> ScopeErrors(IReadOnlyList<string> roles, string? agentNumber)
    {
        if (roles.Count == 0 || roles.Any(role => !Roles.All.Contains(role)))
        {
            yield return new AccountError(AccountFault.RoleMissing, $"roles: one or more of {string.Join(", ", Roles.All)}.");
        }

        if (agentNumber is { } number && (number.Length is 0 or > MaxAgentNumberLength || number.Any(char.IsWhiteSpace)))
        {
            yield return new AccountError(
                AccountFault.AgentNumberMalformed, $"agentNumber: absent, or 1 to {MaxAgentNumberLength} characters without spaces.");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{1,63}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex UserName();
}
