using System.Security.Claims;
using Supervision.Server.Security;

namespace Supervision.Server.Api;

/// <summary>API tokens, for administrators.</summary>
internal static class TokensApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder tokens = api.MapGroup("/tokens").WithTags("Tokens");
        tokens.MapGet("", ListAsync).WithSummary("All tokens, without their secrets").Produces<IReadOnlyList<TokenView>>();
        tokens.MapPost("", IssueAsync).WithSummary("Issue a token; its secret is told this once")
            .Produces<IssuedToken>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest);
        tokens.MapDelete("/{id:guid}", RevokeAsync).WithSummary("Revoke a token")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(TokenService tokens, CancellationToken cancellationToken) =>
        Results.Ok((await tokens.ListAsync(cancellationToken)).Select(TokenView.Of));

    private static async Task<IResult> IssueAsync(
        NewToken wanted, TokenService tokens, HttpContext context)
    {
        AccountError[] errors = [.. AccountRules.TokenErrors(wanted.Name, wanted.Roles, wanted.AgentNumber)];
        if (errors.Length > 0)
        {
            return ApiProblems.Invalid(UsersApi.Texts(errors));
        }

        Guid owner = Guid.Parse(context.User.FindFirstValue(ClaimTypes.NameIdentifier)!);
        (ApiToken token, string secret) = await tokens.IssueAsync(wanted, owner, context.Actor());
        return Results.Created($"{ApiEndpoints.Root}/tokens/{token.Id:D}", new IssuedToken(TokenView.Of(token), secret));
    }

    private static async Task<IResult> RevokeAsync(Guid id, TokenService tokens, HttpContext context) =>
        await tokens.RevokeAsync(id, context.Actor()) ? Results.NoContent() : ApiProblems.NotFound("token in use");
}

/// <summary>A token as administrators see it.</summary>
internal sealed record TokenView(
    Guid Id, string Name, IReadOnlyList<string> Roles, string? AgentNumber, string CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    internal static TokenView Of(ApiToken token) => new(
        token.Id, token.Name, token.Roles, token.AgentNumber, token.CreatedBy, token.CreatedAt, token.LastUsedAt, token.RevokedAt);
}

/// <param name="Secret">What goes after <c>Authorization: Bearer</c>; never told again.</param>
internal sealed record IssuedToken(TokenView Token, string Secret);
