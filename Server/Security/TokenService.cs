namespace Supervision.Server.Security;

/// <summary>Issues, checks and revokes API tokens. Thread-safe.</summary>
internal sealed class TokenService(ITokenStore tokens, IAccessLog accessLog, SessionValidator sessions, TimeProvider time)
{
    /// <summary>The last use is kept to the minute: a poll every second must not be a write every second.</summary>
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    internal Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) => tokens.ListAsync(cancellationToken);

    /// <summary>The secret is told this once and kept nowhere.</summary>
    internal async Task<(ApiToken Token, string Secret)> IssueAsync(NewToken wanted, Guid ownerId, Actor actor)
    {
        string secret = TokenSecret.New();
        ApiToken token = Build(wanted, secret, ownerId, actor.Name, time);
        await accessLog.WriteAsync(
            new AccessEntry(time.GetUtcNow(), actor.Name, AccessActions.TokenIssued, null, token.Name, actor.RemoteAddress), CancellationToken.None);
        await tokens.InsertAsync(token, CancellationToken.None);
        return (token, secret);
    }

    /// <summary>False when there is no such token in use.</summary>
    internal async Task<bool> RevokeAsync(Guid id, Actor actor)
    {
        await accessLog.WriteAsync(
            new AccessEntry(time.GetUtcNow(), actor.Name, AccessActions.TokenRevoked, null, id.ToString("D"), actor.RemoteAddress), CancellationToken.None);
        bool revoked = await tokens.RevokeAsync(id, time.GetUtcNow(), CancellationToken.None);
        sessions.Forget();
        return revoked;
    }

    /// <summary>Null for what is not a token in use.</summary>
    internal async Task<ApiToken?> CheckAsync(string secret, CancellationToken cancellationToken)
    {
        if (!TokenSecret.IsWellFormed(secret))
        {
            return null;
        }

        byte[] hash = TokenSecret.Hash(secret);
        ApiToken? token = await tokens.FindActiveAsync(hash, cancellationToken);
        if (token is null || !TokenSecret.Matches(token.Hash, hash))
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        if (!(now - token.LastUsedAt < TouchEvery))
        {
            await tokens.TouchAsync(token.Id, now, cancellationToken);
        }

        return token;
    }

    /// <summary>A new token, not yet kept.</summary>
    internal static ApiToken Build(NewToken wanted, string secret, Guid ownerId, string createdBy, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new ApiToken
        {
            Id = Guid.CreateVersion7(now),
            Name = wanted.Name.Trim(),
            Hash = TokenSecret.Hash(secret),
            Roles = wanted.Roles,
            AgentNumber = wanted.AgentNumber,
            OwnerId = ownerId,
            CreatedBy = createdBy,
            CreatedAt = now,
        };
    }
}

/// <summary>A token to be made.</summary>
internal sealed record NewToken(string Name, IReadOnlyList<string> Roles, string? AgentNumber = null);
