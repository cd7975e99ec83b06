namespace Supervision.Server.Security;

/// <summary>When wrong passwords lock an account, and for how long. Pure.</summary>
internal static class LockoutRule
{
    /// <summary>
    /// How long to lock after the <paramref name="failures"/>th wrong password in a row; null when it is not yet time. Each lock is
    /// twice the one before: 5, 10, 20, 40, 60, 60… minutes with the default settings.
    /// </summary>
    internal static TimeSpan? LockFor(int failures, AccountsSettings settings)
    {
        if (failures <= 0 || failures % settings.LockoutFailures != 0)
        {
            return null;
        }

        int earlierLocks = (failures / settings.LockoutFailures) - 1;
        // 2^20 minutes are two years: more doublings change nothing but overflow.
        double minutes = settings.LockoutMinutes * Math.Pow(2, Math.Min(earlierLocks, 20));
        return TimeSpan.FromMinutes(Math.Min(minutes, settings.MaxLockoutMinutes));
    }
}
