using Supervision.Shared;

namespace Supervision.Server.Security;

/// <summary>Section <c>Accounts</c>: how long a session lasts and how guessing is slowed down.</summary>
internal sealed record AccountsSettings : ISettingsSection
{
    public static string SectionName => "Accounts";

    /// <summary>A session ends after so long without a request; an open page makes one every quarter of an hour. Hours, 1 to 168.</summary>
    public int SessionHours { get; init; } = 12;

    /// <summary>An account is locked at each so many wrong passwords in a row. 3 to 20.</summary>
    public int LockoutFailures { get; init; } = 5;

    /// <summary>First lock; each further one is twice as long, up to <see cref="MaxLockoutMinutes"/>. Minutes, 1 to 60.</summary>
    public int LockoutMinutes { get; init; } = 5;

    /// <summary>Longest lock. Minutes, 1 to 1440, at least <see cref="LockoutMinutes"/>.</summary>
    public int MaxLockoutMinutes { get; init; } = 60;

    /// <summary>Failed sign-ins of one source address (IPv4, or IPv6 /64) before it must wait. 5 to 10000.</summary>
    public int SourceFailures { get; init; } = 20;

    /// <summary>Over which <see cref="SourceFailures"/> are counted. Minutes, 1 to 60.</summary>
    public int SourceWindowMinutes { get; init; } = 5;

    /// <summary>Shortest password that is accepted. Characters, 8 to 64.</summary>
    public int MinPasswordLength { get; init; } = 12;

    /// <summary>Shows the first accounts of first-run.json on the standard output at start; for a person at a terminal.</summary>
    public bool PrintFirstRun { get; init; }

    public IEnumerable<string> Errors()
    {
        if (SessionHours is < 1 or > 168)
        {
            yield return $"Accounts:SessionHours is {SessionHours}; it must be between 1 and 168.";
        }

        if (LockoutFailures is < 3 or > 20)
        {
            yield return $"Accounts:LockoutFailures is {LockoutFailures}; it must be between 3 and 20.";
        }

        if (LockoutMinutes is < 1 or > 60)
        {
            yield return $"Accounts:LockoutMinutes is {LockoutMinutes}; it must be between 1 and 60.";
        }

        if (MaxLockoutMinutes is < 1 or > 1440 || MaxLockoutMinutes < LockoutMinutes)
        {
            yield return $"Accounts:MaxLockoutMinutes is {MaxLockoutMinutes}; it must be between Accounts:LockoutMinutes and 1440.";
        }

        if (SourceFailures is < 5 or > 10_000)
        {
            yield return $"Accounts:SourceFailures is {SourceFailures}; it must be between 5 and 10000.";
        }

        if (SourceWindowMinutes is < 1 or > 60)
        {
            yield return $"Accounts:SourceWindowMinutes is {SourceWindowMinutes}; it must be between 1 and 60.";
        }

        if (MinPasswordLength is < 8 or > 64)
        {
            yield return $"Accounts:MinPasswordLength is {MinPasswordLength}; it must be between 8 and 64.";
        }
    }
}
