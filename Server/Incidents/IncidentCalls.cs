using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Incidents;

/// <summary>
/// Finds calls for incidents in the name of the signed-in user. The desk sees the calls of its incidents; of other calls of the same
/// numbers it learns that they were, and may attach them, which is logged. One a scope.
/// </summary>
internal sealed class IncidentCalls(
    CallRepository calls,
    ICallArchive archive,
    ILiveConsole live,
    IncidentRepository incidents,
    IGrainDirectory grains,
    ICurrentUser user,
    TimeProvider time)
{
    /// <summary>Rows offered.</summary>
    private const int MaxFound = 30;

    /// <summary>What an incident keeps of a call.</summary>
    /// <param name="call">Null when it could not be read.</param>
    /// <param name="startedAt">Taken when <paramref name="call"/> is null.</param>
    internal static IncidentCall Of(CallId id, CallSnapshot? call, DateTimeOffset startedAt) =>
        new(id, call?.Caller.Number, call?.Caller.Name, call?.StartedAt ?? startedAt, default, null);

    /// <summary>The callers' numbers of an incident, each once whichever way it came.</summary>
    internal static IReadOnlyList<string> NumbersOf(Incident incident) =>
        [.. incident.Calls.Select(call => call.CallerNumber).OfType<string>().Where(number => number.Length > 0).DistinctBy(FrenchNumber.National)];

    internal async Task<NumberHistory?> GetHistoryAsync(Incident incident, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> numbers = NumbersOf(incident);
        if (numbers.Count == 0)
        {
            return null;
        }

        string[] spellings = [.. numbers.SelectMany(FrenchNumber.Spellings).Distinct()];
        NumberHistory history = await incidents.GetHistoryAsync(spellings, incident.Id, time.GetUtcNow(), cancellationToken);
        return history with { Numbers = numbers };
    }

    internal async Task<IReadOnlyList<CallListItem>> FindAsync(Incident incident, string? text, CancellationToken cancellationToken)
    {
        HashSet<CallId> attached = [.. incident.Calls.Select(call => call.CallId)];
        IEnumerable<CallListItem> found = string.IsNullOrWhiteSpace(text)
            ? (await GetHistoryAsync(incident, cancellationToken))?.Calls ?? []
            : [.. await FindLiveAsync(text, cancellationToken), .. await FindEndedAsync(text, cancellationToken)];
        return [.. found.Where(item => !attached.Contains(item.Call.Id)).Take(MaxFound)];
    }

    /// <summary>Calls that an incident can be opened for: by number or words, or the live ones when nothing is said.</summary>
    internal async Task<IReadOnlyList<CallListItem>> FindAsync(string? text, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(text)
            ? [.. (await FindLiveAsync(null, cancellationToken)).Take(MaxFound)]
            : [.. (await FindLiveAsync(text, cancellationToken)).Concat(await FindEndedAsync(text, cancellationToken)).Take(MaxFound)];

    /// <summary>Null when there is no such call, or she may not attach it.</summary>
    /// <param name="incident">Null while it is being opened.</param>
    internal async Task<CallSnapshot?> FindAsync(CallId id, Incident? incident, CancellationToken cancellationToken)
    {
        CallSnapshot? call = grains.TryGetLiveCall(id, out ICallGrain? grain)
            ? await grain.GetSnapshotAsync(cancellationToken)
            : (await calls.GetAsync(id, CallScope.All, cancellationToken))?.Call;
        if (call is null)
        {
            return null;
        }

        bool isOfItsNumber = incident is not null && call.Caller.Number is { Length: > 0 } number
            && NumbersOf(incident).Select(FrenchNumber.National).Contains(FrenchNumber.National(number));
        return user.MaySee(call) || isOfItsNumber || await archive.GetAsync(id, cancellationToken) is not null ? call : null;
    }

    /// <param name="text">Digits of a number; null for all.</param>
    private async Task<IEnumerable<CallListItem>> FindLiveAsync(string? text, CancellationToken cancellationToken)
    {
        string wanted = Digits(text ?? "");
        return wanted.Length == 0 && text is not null
            ? []
            : (await live.GetSnapshotAsync(cancellationToken)).Calls
                .Where(call => text is null || (call.Caller.Number is { } number && FrenchNumber.Spellings(number).Any(one => one.Contains(wanted, StringComparison.Ordinal))))
                .OrderByDescending(call => call.StartedAt)
                .Select(call => new CallListItem(call, call.OpenAlarms.Count, null));
    }

    private async Task<IReadOnlyList<CallListItem>> FindEndedAsync(string text, CancellationToken cancellationToken)
    {
        bool isNumber = Digits(text).Length > 0 && !text.Any(char.IsLetter);
        var query = new CallQuery { Number = isNumber ? text : null, Words = isNumber ? null : text, PageSize = MaxFound };
        return (await archive.SearchAsync(query, cancellationToken)).Items;
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
