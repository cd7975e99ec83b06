namespace Supervision.Server.Security;

/// <summary>A person who may sign in, as the database keeps her. Immutable.</summary>
internal sealed record Account
{
    public required Guid Id { get; init; }

    /// <summary>Lower-case; unique.</summary>
    public required string UserName { get; init; }

    public required string DisplayName { get; init; }
    public required string PasswordHash { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }

    /// <inheritdoc cref="ClaimNames.AgentNumber"/>
    public string? AgentNumber { get; init; }

    /// <summary>
    /// Changes with the password and with the profile; a session and a write that go by an older one count for nothing.
    /// </summary>
    public required string SecurityStamp { get; init; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int FailedCount { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public bool IsDisabled { get; init; }

    /// <summary>Of these the console must always have one.</summary>
    internal bool IsWorkingAdministrator => !IsDisabled && Roles.Contains(Security.Roles.Administrator);
}
