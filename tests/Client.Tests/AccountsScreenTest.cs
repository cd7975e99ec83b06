using AngleSharp.Dom;
using Bunit;
using Supervision.Client.Admin.Accounts;
using Supervision.Client.Services;

namespace Supervision.Client.Tests;

/// <summary>Ground of the tests of the page of accounts: an administrator, and what she does there.</summary>
public abstract class AccountsScreenTest : ScreenTest
{
    protected AccountsScreenTest() => User.SetAuthorized("admin").SetRoles("Administrator");

    private protected static void Fill(IRenderedComponent<AccountsPage> page, string userName, string name, string role, string? number)
    {
        Button(page, "Nouveau compte").Click();
        page.Find("#account-user-name").Change(userName);
        page.Find("#account-display-name").Change(name);
        Role(page, role).Change(true);
        page.Find("#account-number").Change(number ?? "");
    }

    private protected static void TypePassword(IRenderedComponent<AccountsPage> page, string password)
    {
        page.FindAll("input[type=radio]")[1].Change(true);
        page.Find("#account-password").Change(password);
    }

    /// <summary>Marked as wrong and described by the sentence that says why.</summary>
    private protected static void AssertFault(IRenderedComponent<AccountsPage> page, string field, string text)
    {
        IElement input = page.Find(field);
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains(
            input.GetAttribute("aria-describedby")!.Split(' '), id => Read(page.Find($"#{id}").TextContent).Contains(text, StringComparison.Ordinal));
    }

    private protected static string Told(AccountDraft draft) => string.Join('|', draft.UserName, draft.DisplayName, string.Join(',', draft.Roles), draft.AgentNumber, draft.Password);

    private protected static string? Value(IRenderedComponent<AccountsPage> page, string field) => page.Find(field).GetAttribute("value");

    private protected static string[] Shown(IRenderedComponent<AccountsPage> page) =>
        [.. page.FindAll(".accounts tbody tr").Select(row => row.GetAttribute("data-account")!)];

    private protected static IElement Role(IRenderedComponent<AccountsPage> page, string role) => page.Find($"input[type=checkbox][aria-labelledby$='-{role}']");

    private protected static IElement Button(IRenderedComponent<AccountsPage> page, string text) =>
        page.FindAll("button").First(button => Read(button.TextContent) == text);

    private protected static IElement Of(IRenderedComponent<AccountsPage> page, string userName, string text) =>
        page.FindAll($"tr[data-account={userName}] button").First(button => Read(button.TextContent) == text);
}
