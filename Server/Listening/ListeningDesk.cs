using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Server.Security;
using Supervision.Shared.Calls;

namespace Supervision.Server.Listening;

/// <summary>Judges whether somebody may hear a call and gives her a ticket. Safe from any thread.</summary>
internal sealed class ListeningDesk(
    IGrainDirectory grains, IEnumerable<IListeningRight> rights, ListeningTickets tickets, ListeningSettings settings, ListeningCounters counters)
{
    private const int MaxNoteLength = 300;

    internal IReadOnlyList<string> Purposes => settings.OfferedPurposes;

    internal async Task<ListenAdmission> AskAsync(ClaimsPrincipal person, ListenRequest request, CancellationToken cancellationToken)
    {
        if (!grains.TryGetLiveCall(request.CallId, out ICallGrain? grain))
        {
            // Whether there ever was such a call is for those who see all calls.
            return No(Principals.SeesAllCalls(person) ? ListenRefusal.CallOver : ListenRefusal.NotAllowed);
        }

        CallSnapshot call = await grain.GetSnapshotAsync(cancellationToken);
        if (!await MayListenAsync(person, call, cancellationToken))
        {
            return No(ListenRefusal.NotAllowed);
        }

        if (RefusalOf(call) is { } refusal)
        {
            return No(refusal);
        }

        if (ReasonOf(request) is not { } reason)
        {
            return No(ListenRefusal.PurposeMissing);
        }

        bool hasRoom = counters.Listening < settings.MaxListeners && call.Listeners.Count < settings.MaxPerCall;
        return hasRoom && person.Identity?.Name is { } name && tickets.Issue(request.CallId, name, reason) is { } ticket
            ? new ListenAdmission(null, ticket)
            : No(ListenRefusal.TooMany);
    }

    /// <summary>One right is enough.</summary>
    internal async Task<bool> MayListenAsync(ClaimsPrincipal person, CallSnapshot call, CancellationToken cancellationToken)
    {
        foreach (IListeningRight right in rights)
        {
            if (await right.MayListenAsync(person, call, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static ListenRefusal? RefusalOf(CallSnapshot call) => call switch
    {
        { State: CallState.Ended } => ListenRefusal.CallOver,
        { Recording: RecordingState.Refused } => ListenRefusal.Refused,
        { Recording: RecordingState.Private } => ListenRefusal.PrivateLine,
        _ => null,
    };

    /// <summary>What the log keeps; null when it does not say why.</summary>
    private string? ReasonOf(ListenRequest request)
    {
        string note = request.Note?.Trim() ?? "";
        string purpose = request.Purpose?.Trim() ?? "";
        bool isKnown = purpose.Length == 0 || settings.OfferedPurposes.Contains(purpose, StringComparer.Ordinal);
        return !isKnown || note.Length > MaxNoteLength || (purpose.Length == 0 && note.Length == 0)
            ? null
            : purpose.Length == 0 ? note : note.Length == 0 ? purpose : $"{purpose} – {note}";
    }

    private static ListenAdmission No(ListenRefusal refusal) => new(refusal, null);

    /// <summary>The desk for the components of one circuit: its user asks.</summary>
    internal sealed class OfCircuit(ListeningDesk desk, AuthenticationStateProvider state) : IListeningDesk
    {
        public IReadOnlyList<string> Purposes => desk.Purposes;

        public async Task<ListenAdmission> AskAsync(ListenRequest request, CancellationToken cancellationToken) =>
            await desk.AskAsync((await state.GetAuthenticationStateAsync()).User, request, cancellationToken);
    }
}
