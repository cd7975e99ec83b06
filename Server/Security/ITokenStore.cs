namespace Supervision.Server.Security;

/// <summary>API tokens as kept. Every method throws <see cref="Data.DatabaseUnavailableException"/> while the database is away.</summary>
internal interface ITokenStore
{
    /// <summary>As its owner may use it now (<see cref="ApiToken.HeldBy"/>); null when unknown, revoked, or its owner is disabled.</summary>
    Task<ApiToken?> FindActiveAsync(byte[] hash, CancellationToken cancellationToken);

    /// <inheritdoc cref="FindActiveAsync(byte[], CancellationToken)"/>
    Task<ApiToken?> FindActiveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>As issued; newest first, revoked ones included.</summary>
    Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken);

    Task InsertAsync(ApiToken token, CancellationToken cancellationToken);

    /// <summary>False when there is no such token in use.</summary>
    Task<bool> RevokeAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken);

    Task TouchAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken);
}
