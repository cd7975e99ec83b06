namespace Supervision.Server.Security;

/// <summary>A token of the API as the database keeps it: never the token itself. Immutable.</summary>
internal sealed record ApiToken
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The roles it acts with: as issued where tokens are listed, as <see cref="HeldBy"/> says where one is used.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <inheritdoc cref="ClaimNames.AgentNumber"/>
    public string? AgentNumber { get; init; }

    /// <summary>Account that answers for the token; when it is disabled, so is the token, and what it may no more, the token may not.</summary>
    public required Guid OwnerId { get; init; }

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>
    /// What is left of the token in its owner's hands: an administrator issues tokens of any role and number; whoever is none any more
    /// keeps of hers the roles that she has, and her own number. Null when that is nothing.
    /// </summary>
    internal ApiToken? HeldBy(IReadOnlyCollection<string> ownerRoles, string? ownerNumber)
    {
        if (ownerRoles.Contains(Security.Roles.Administrator))
        {
            return this;
        }

        string[] roles = [.. Roles.Where(ownerRoles.Contains)];
        return roles.Length == 0 ? null : this with { Roles = roles, AgentNumber = AgentNumber == ownerNumber ? AgentNumber : null };
    }
}
