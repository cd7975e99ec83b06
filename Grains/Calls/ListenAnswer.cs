namespace Supervision.Grains.Calls;

/// <summary>Whether a call may be listened to at this moment.</summary>
public enum ListenAnswer : byte
{
    Allowed = 0,

    /// <summary>It has ended, or never began.</summary>
    Over = 1,

    /// <summary>The person on the line refused to be recorded: nobody else hears her either.</summary>
    Refused = 2,

    /// <summary>A private line.</summary>
    Private = 3,
}
