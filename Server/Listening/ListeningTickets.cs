using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Supervision.Server.Security;
using Supervision.Shared;

namespace Supervision.Server.Listening;

/// <summary>
/// Tickets between the question and the connection, so that neither the purpose nor the note stands in an address. Good once, for
/// <see cref="Life"/>, for the person who asked. Safe from any thread.
/// </summary>
internal sealed class ListeningTickets(TimeProvider time)
{
    internal static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    /// <summary>Unused tickets; beyond that the expired ones go, and none is given while all are good.</summary>
    private const int Capacity = 1024;

    private readonly ConcurrentDictionary<string, ListeningTicket> _tickets = new(StringComparer.Ordinal);

    /// <summary>Null when too many wait to be used.</summary>
    internal string? Issue(CallId callId, string userName, string reason)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_tickets.Count >= Capacity)
        {
            foreach ((string old, ListeningTicket ticket) in _tickets)
            {
                if (ticket.Until <= now)
                {
                    _tickets.TryRemove(old, out _);
                }
            }

            if (_tickets.Count >= Capacity)
            {
                return null;
            }
        }

        string secret = TokenSecret.New();
        _tickets[secret] = new ListeningTicket(callId, userName, reason, now + Life);
        return secret;
    }

    internal bool TryUse(string secret, string? userName, [NotNullWhen(true)] out ListeningTicket? ticket) =>
        _tickets.TryRemove(secret, out ticket)
        && time.GetUtcNow() < ticket.Until
        && string.Equals(ticket.UserName, userName, StringComparison.Ordinal);
}

/// <summary>What was asked and allowed.</summary>
internal sealed record ListeningTicket(CallId CallId, string UserName, string Reason, DateTimeOffset Until);
