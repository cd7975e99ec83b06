namespace Supervision.Server.Security;

/// <summary>A token of the API as the database keeps it: never the token itself. Immutable.</summary>
internal sealed record ApiToken
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What the token may: the roles it acts with.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <inheritdoc cref="ClaimNames.AgentNumber"/>
    public string? AgentNumber { get; init; }

    /// <summary>Account that answers for the token; when it is disabled, so is the token.</summary>
    public required Guid OwnerId { get; init; }

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
}
