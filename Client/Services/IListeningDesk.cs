using Supervision.Shared;

namespace Supervision.Client.Services;

/// <summary>Admits the signed-in user to a live call. What is heard goes over a web socket of its own, from a ticket.</summary>
public interface IListeningDesk
{
    /// <summary>Purposes to choose from, as they are shown and logged.</summary>
    IReadOnlyList<string> Purposes { get; }

    /// <summary>Nothing is heard or shown yet: that begins when the ticket is used.</summary>
    Task<ListenAdmission> AskAsync(ListenRequest request, CancellationToken cancellationToken);
}

/// <summary>Somebody wants to hear a call.</summary>
/// <param name="Purpose">One of <see cref="IListeningDesk.Purposes"/>, or null with a note.</param>
/// <param name="Note">In her own words; needed without a purpose.</param>
public sealed record ListenRequest(CallId CallId, string? Purpose, string? Note);

/// <summary>A ticket, or why there is none.</summary>
/// <param name="Ticket">For one connection, within seconds.</param>
public sealed record ListenAdmission(ListenRefusal? Refusal, string? Ticket);

/// <summary>Why somebody may not hear a call.</summary>
public enum ListenRefusal
{
    /// <summary>Her account does not listen to calls.</summary>
    NotAllowed = 1,

    NoSuchCall = 2,

    CallOver = 3,

    /// <summary>The person on the line refused to be recorded.</summary>
    Refused = 4,

    PrivateLine = 5,

    /// <summary>Neither a purpose of the list nor a note, or one too long.</summary>
    PurposeMissing = 6,

    /// <summary>As many as may listen do.</summary>
    TooMany = 7,
}
