namespace Supervision.Server.Security;

/// <summary>How the writing of an account ended.</summary>
internal enum AccountWrite
{
    Done,

    /// <summary>The account has changed since it was read, or is gone: nothing was written.</summary>
    Stale,

    /// <summary>No administrator would be left: nothing was written.</summary>
    LastAdministrator,
}
