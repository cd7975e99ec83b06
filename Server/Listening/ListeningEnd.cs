namespace Supervision.Server.Listening;

/// <summary>Why somebody hears a call no more. The names are kept in the access log.</summary>
internal enum ListeningEnd
{
    /// <summary>She stopped, left the page, or her connection broke.</summary>
    Left = 0,

    CallEnded = 1,

    /// <summary>The person on the line refused to be recorded.</summary>
    Refused = 2,

    /// <summary>The line became a private one.</summary>
    Private = 3,

    /// <summary>Signed out, account or token withdrawn.</summary>
    SessionEnded = 4,

    ServerStopped = 5,

    /// <summary>By a mistake of the program; the log says which.</summary>
    Failed = 6,
}
