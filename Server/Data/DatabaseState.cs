namespace Supervision.Server.Data;

/// <summary>Whether the database can be asked.</summary>
internal enum DatabaseState
{
    /// <summary>Not reached yet since the start: cluster or migrations under way.</summary>
    Starting,

    Available,

    /// <summary>Was reached and is lost, or cannot be reached; tried again all the time.</summary>
    Unavailable,
}
