using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Supervision.Server.Data;
using Supervision.Server.Web;

namespace Supervision.Server.Security;

/// <summary>Where the forms of the sign-in page, of the account page and of the account menu post to.</summary>
internal static class AccountEndpoints
{
    internal const string LoginPage = "/login";
    internal const string Login = "/account/login";
    internal const string Logout = "/account/logout";
    internal const string AccountPage = "/account";
    internal const string Password = "/account/password";

    /// <summary>A name, a password and an address: far less than this.</summary>
    private const int MaxFormBytes = 16_384;

    internal static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Login, LoginAsync).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes)).ExcludeFromDescription();
        routes.MapPost(Password, ChangePasswordAsync).DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes)).ExcludeFromDescription();
        routes.MapPost(Logout, LogoutAsync).DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes)).ExcludeFromDescription();
    }

    /// <summary>The antiforgery token is checked here and not by the pipeline, so that an expired page leads back to a fresh one.</summary>
    private static async Task<IResult> LoginAsync(
        HttpContext context, IAntiforgery antiforgery, SignInService signIn, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        IFormCollection form = await context.Request.ReadFormAsync(cancellationToken);
        string returnUrl = LocalAddress.OrHome(form["returnUrl"]);
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return BackToPage("expired", returnUrl);
        }

        SignInResult result;
        try
        {
            result = await signIn.SignInAsync(
                form["userName"].ToString().Trim(), form["password"].ToString(), context.Connection.RemoteIpAddress, cancellationToken);
        }
        catch (DatabaseUnavailableException)
        {
            return Notices.DatabaseAway(context, LoginPage);
        }

        switch (result)
        {
            case { Outcome: SignInOutcome.Succeeded, Account: { } account }:
                ClaimsPrincipal principal = Principals.Of(account);
                await context.SignInAsync(Principals.CookieScheme, principal, new AuthenticationProperties { IsPersistent = false });
                return Results.LocalRedirect(returnUrl == LocalAddress.Home ? HomePages.Of(principal) : returnUrl);
            case { Outcome: SignInOutcome.TooMany }:
                return Notices.TooMany(context, LoginPage);
            default:
                return BackToPage("failed", returnUrl);
        }
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context, IAntiforgery antiforgery, AccountService accounts, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (!Principals.IsCookie(context.User) || !await antiforgery.IsRequestValidAsync(context))
        {
            return Results.LocalRedirect($"{AccountPage}?error=expired");
        }

        IFormCollection form = await context.Request.ReadFormAsync(cancellationToken);
        string password = form["password"].ToString();
        if (password != form["repeat"].ToString())
        {
            return Results.LocalRedirect($"{AccountPage}?error=repeat");
        }

        AccountResult result;
        try
        {
            result = await context.ChangeOwnPasswordAsync(accounts, form["current"].ToString(), password, cancellationToken);
        }
        catch (DatabaseUnavailableException)
        {
            return Notices.DatabaseAway(context, AccountPage);
        }

        return Results.LocalRedirect(AccountPage + result switch
        {
            { Outcome: AccountOutcome.Done } => "?changed=1",
            { Outcome: AccountOutcome.Invalid } => result == AccountResult.WrongPassword ? "?error=wrong" : "?error=rules",
            _ => "?error=busy",
        });
    }

    private static async Task<IResult> LogoutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.LocalRedirect("/");
        }

        await context.SignOutAsync(Principals.CookieScheme);
        return Results.LocalRedirect($"{LoginPage}?loggedout=1");
    }

    private static IResult BackToPage(string error, string returnUrl) =>
        Results.LocalRedirect($"{LoginPage}?error={error}&returnUrl={Uri.EscapeDataString(returnUrl)}");
}
