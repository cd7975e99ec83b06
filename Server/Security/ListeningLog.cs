using System.Collections.Concurrent;
using Supervision.Shared;

namespace Supervision.Server.Security;

/// <summary>
/// Writes each listening to the access log. A browser fetches a recording in many ranges: what follows within a while from the same
/// person and place is the same listening, unless it begins again or gives another purpose. Thread-safe.
/// </summary>
internal sealed class ListeningLog(IAccessLog accessLog, TimeProvider time)
{
    /// <summary>Ranges within so long belong to the listening that was written.</summary>
    internal static readonly TimeSpan SameListening = TimeSpan.FromMinutes(10);

    /// <summary>Listenings remembered at once; beyond that all are forgotten, and some are written twice.</summary>
    private const int Capacity = 4096;

    private readonly ConcurrentDictionary<Listening, DateTimeOffset> written = new();

    /// <param name="startsAtBeginning">The request asks for the first byte.</param>
    /// <exception cref="Data.DatabaseUnavailableException">Not written: nothing may be heard.</exception>
    internal async Task WriteAsync(
        Actor actor, CallId callId, string? purpose, bool startsAtBeginning, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        Listening listening = new(actor, callId, purpose);
        if (!startsAtBeginning && written.TryGetValue(listening, out DateTimeOffset at) && now - at < SameListening)
        {
            return;
        }

        await accessLog.WriteAsync(
            new AccessEntry(now, actor.Name, AccessActions.Listen, callId, purpose, actor.RemoteAddress), cancellationToken);
        if (written.Count >= Capacity)
        {
            written.Clear();
        }

        written[listening] = now;
    }

    private sealed record Listening(Actor Actor, CallId CallId, string? Purpose);
}
