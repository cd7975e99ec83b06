namespace Supervision.Telephony.SipRec;

/// <summary>One way of naming a participant (RFC 7865 §6.5 nameID).</summary>
/// <param name="Aor">URI as written.</param>
/// <param name="Name">Display name; null when absent.</param>
internal sealed record RecordingIdentity(string Aor, string? Name);

/// <summary>A person of the recorded call (RFC 7865 §6.5).</summary>
internal sealed record RecordingParticipant(string Id, IReadOnlyList<RecordingIdentity> Identities);

/// <summary>A recorded stream (RFC 7865 §6.7). <paramref name="Label"/> ties it to an m= line (RFC 4574).</summary>
internal sealed record RecordingStream(string Id, string? Label);

/// <summary>Which streams one participant sends and receives (RFC 7865 §6.10).</summary>
internal sealed record ParticipantStreams(string ParticipantId, IReadOnlyList<string> Sends, IReadOnlyList<string> Receives);

/// <summary>A snapshot of recording metadata, or a part of one (RFC 7865 §6.1.1 dataMode). Immutable.</summary>
internal sealed record RecordingMetadata
{
    /// <summary>True: only what it names has changed.</summary>
    internal bool IsPartial { get; init; }

    internal IReadOnlyList<RecordingParticipant> Participants { get; init; } = [];

    internal IReadOnlyList<RecordingStream> Streams { get; init; } = [];

    internal IReadOnlyList<ParticipantStreams> Associations { get; init; } = [];

    /// <summary>Participants who left (disassociate-time, RFC 7865 §6.8).</summary>
    internal IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>State after <paramref name="update"/>: the update itself when it is complete, else each named element replaced.</summary>
    internal RecordingMetadata Apply(RecordingMetadata update)
    {
        if (!update.IsPartial)
        {
            return update;
        }

        return new RecordingMetadata
        {
            Participants = [.. Merge(Participants, update.Participants, participant => participant.Id)
                .Where(participant => !update.Left.Contains(participant.Id))],
            Streams = Merge(Streams, update.Streams, stream => stream.Id),
            Associations = [.. Merge(Associations, update.Associations, association => association.ParticipantId)
                .Where(association => !update.Left.Contains(association.ParticipantId))],
        };
    }

    /// <summary>The old order is kept, replaced in place, new ones at the end.</summary>
    private static List<T> Merge<T>(IReadOnlyList<T> old, IReadOnlyList<T> update, Func<T, string> id)
    {
        var merged = new List<T>(old);
        foreach (T item in update)
        {
            int at = merged.FindIndex(known => id(known) == id(item));
            if (at < 0)
            {
                merged.Add(item);
            }
            else
            {
                merged[at] = item;
            }
        }

        return merged;
    }
}
