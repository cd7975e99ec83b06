using System.Text.RegularExpressions;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.SipRec;

/// <summary>Who is who, and whose voice each line carries. Immutable.</summary>
/// <param name="Lanes">One for each label asked, all different.</param>
internal sealed record LanePlan(Party Caller, Party Agent, IReadOnlyList<Lane> Lanes)
{
    /// <summary>
    /// The <see cref="Lane.Agent"/> among the lanes is only a track beside <see cref="Lane.Mixed"/>: nothing says whose voice it is, and it
    /// may be the caller's.
    /// </summary>
    public bool IsAgentLaneUnknown { get; init; }

    /// <summary>Somebody on the call has a number that is known as an agent's.</summary>
    public bool HasAgentNumber { get; init; }
}

/// <summary>
/// Metadata to lanes. A line is <see cref="Lane.Caller"/>, the only lane whose voice may be scored, when and only when the metadata
/// says so beyond doubt: doubt gives <see cref="Lane.Mixed"/>. Pure; any thread.
/// </summary>
internal sealed class LanePlanner(Regex agentNumbers)
{
    private static readonly Party Nobody = new(null, null);

    internal bool IsAgentNumber(string? number) => number is not null && agentNumbers.IsMatch(number);

    /// <summary>Plans the accepted lines, given by their labels in the order of the description.</summary>
    internal LanePlan Plan(RecordingMetadata? metadata, IReadOnlyList<string?> labels)
    {
        List<Person> people = [.. (metadata?.Participants ?? []).Select(ToPerson)];
        Person? agent = people.Find(person => person.IsAgent);
        Person? caller = people.Find(person => !person.IsAgent);
        if (caller is null)
        {
            // Two extensions: both are at work. The first named is the one who calls.
            caller = people.Count > 1 ? people[0] : null;
            agent = people.Count > 1 ? people[1] : agent;
        }
        else if (agent is null)
        {
            // No extension at all: the order of the metadata is all that there is.
            agent = people.Count > 1 ? people[1] : null;
        }

        List<Lane> lanes = [.. labels.Select(label => LaneOf(Senders(metadata, label, people), people, agent))];
        ResolveByOther(lanes, metadata, labels, people);
        bool isAgentUnknown = MakeDifferent(lanes);
        return new LanePlan(caller?.Party ?? Nobody, agent?.Party ?? Nobody, lanes)
        {
            IsAgentLaneUnknown = isAgentUnknown,
            HasAgentNumber = people.Exists(person => person.IsAgent),
        };
    }

    private static Lane LaneOf(List<Person> senders, List<Person> people, Person? agent)
    {
        bool hasAgent = people.Exists(person => person.IsAgent);
        bool hasOther = people.Exists(person => !person.IsAgent);
        if (senders.Count == 0)
        {
            return Lane.Mixed;
        }

        if (senders.TrueForAll(person => person.IsAgent))
        {
            return hasOther || senders.Contains(agent!) ? Lane.Agent : Lane.Mixed;
        }

        return hasAgent && senders.TrueForAll(person => !person.IsAgent) ? Lane.Caller : Lane.Mixed;
    }

    /// <summary>Who sends the stream of that label; of two people, also the one who does not receive it.</summary>
    private static List<Person> Senders(RecordingMetadata? metadata, string? label, List<Person> people)
    {
        if (metadata is null || label is null)
        {
            return [];
        }

        List<string> streams = [.. metadata.Streams.Where(stream => stream.Label == label).Select(stream => stream.Id)];
        List<Person> senders = With(metadata, people, association => association.Sends, streams);
        if (senders.Count == 0 && people.Count == 2)
        {
            List<Person> receivers = With(metadata, people, association => association.Receives, streams);
            senders = receivers.Count == 1 ? people.FindAll(person => person != receivers[0]) : [];
        }

        return senders;
    }

    private static List<Person> With(
        RecordingMetadata metadata, List<Person> people, Func<ParticipantStreams, IReadOnlyList<string>> streamsOf, List<string> streams) =>
        people.FindAll(person => metadata.Associations.Any(
            association => association.ParticipantId == person.Id && streamsOf(association).Any(streams.Contains)));

    /// <summary>Of one agent and one other on two lines, a line whose sender is not said belongs to the one who does not send the other line.</summary>
    private static void ResolveByOther(List<Lane> lanes, RecordingMetadata? metadata, IReadOnlyList<string?> labels, List<Person> people)
    {
        if (lanes.Count != 2 || people.Count != 2 || people[0].IsAgent == people[1].IsAgent)
        {
            return;
        }

        for (int i = 0; i < 2; i++)
        {
            bool isUnsaid = lanes[i] == Lane.Mixed && Senders(metadata, labels[i], people).Count == 0;
            if (isUnsaid && lanes[1 - i] != Lane.Mixed)
            {
                lanes[i] = lanes[1 - i] == Lane.Agent ? Lane.Caller : Lane.Agent;
            }
        }
    }

    /// <summary>
    /// A recording keeps one track a lane, so two lines never share one. The later line takes a lane that is not scored either:
    /// <see cref="Lane.Mixed"/>, or <see cref="Lane.Agent"/> when that is taken: true then, for nobody said that it is the agent's.
    /// </summary>
    private static bool MakeDifferent(List<Lane> lanes)
    {
        bool isAgentUnknown = false;
        for (int i = 1; i < lanes.Count; i++)
        {
            List<Lane> taken = lanes[..i];
            if (taken.Contains(lanes[i]))
            {
                lanes[i] = taken.Contains(Lane.Mixed) ? Lane.Agent : Lane.Mixed;
                isAgentUnknown |= lanes[i] == Lane.Agent;
            }
        }

        return isAgentUnknown;
    }

    private Person ToPerson(RecordingParticipant participant)
    {
        Person? best = null;
        foreach (RecordingIdentity identity in participant.Identities)
        {
            string? number = SipUri.TryParse(identity.Aor, out SipUri? uri) ? uri.Number : Bare(identity.Aor);
            var person = new Person(participant.Id, new Party(number, identity.Name), IsAgentNumber(number));
            bool isBetter = best is null || (person.IsAgent && !best.IsAgent) || (best.Party.Number is null && number is not null);
            best = isBetter ? person : best;
        }

        return best ?? new Person(participant.Id, Nobody, false);
    }

    /// <summary>Some clients write a bare number or user@host instead of a URI.</summary>
    private static string? Bare(string aor) => SipUri.TryParse("sip:" + aor.Trim(), out SipUri? uri) ? uri.User is null ? Plain(aor) : uri.Number : null;

    private static string? Plain(string aor) => aor.Trim() is { Length: > 0 } number && number.AsSpan().TrimStart('+').IndexOfAnyExceptInRange('0', '9') < 0 ? number : null;

    private sealed record Person(string Id, Party Party, bool IsAgent);
}
