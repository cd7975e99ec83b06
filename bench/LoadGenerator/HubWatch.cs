using System.Text.Json;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Rtp.Sending;
using Supervision.Testing;

namespace Supervision.LoadGenerator;

/// <summary>
/// Listens at the hub as a browser does and gives each message to what measures it. <see cref="ListenAsync"/> is the one reader; the measures
/// are read once it has ended.
/// </summary>
/// <param name="raw">What is to be heard; null without transcription.</param>
/// <param name="time">Also stamps the messages and the packets.</param>
internal sealed class HubWatch(RawBaseline? raw, TimeProvider time)
{
    private readonly Dictionary<string, (int Index, RtpStream Caller)> placed = [];
    private readonly HashSet<CallId> calls = [];
    private readonly Lock gate = new();
    private int _ended;

    internal WordLatency Words { get; } = new();

    internal AlarmLatency Alarms { get; } = new();

    internal LagWatch Lag { get; } = new();

    internal SkippedSpeech Skipped { get; } = new();

    /// <summary>All calls that were seen.</summary>
    internal IReadOnlyCollection<CallId> Calls => calls;

    /// <summary>Calls whose last word was told. Safe from any thread.</summary>
    internal int EndedCount => Volatile.Read(ref _ended);

    /// <summary>A call is about to be placed. Safe from any thread.</summary>
    internal void Expect(string callerNumber, int index, RtpStream caller)
    {
        lock (gate)
        {
            placed[callerNumber] = (index, caller);
        }
    }

    internal async Task ListenAsync(LiveHubClient hub)
    {
        await foreach (HubMessage message in hub.Messages.ReadAllAsync())
        {
            if (message.Arguments.GetArrayLength() == 0)
            {
                continue;
            }

            JsonElement argument = message.Arguments[0];
            switch (message.Target)
            {
                case "CallUpdated":
                    OnCall(argument.GetProperty("call"));
                    break;
                case "CallEnded":
                    Interlocked.Increment(ref _ended);
                    break;
                case "AlarmRaised" or "AlarmUpdated":
                    Alarms.Saw(argument.GetProperty("alarm"), message.ArrivalTimestamp);
                    break;
                case "TranscriptPartial":
                    OnPartial(argument, argument.GetProperty("partial"), message.ArrivalTimestamp);
                    break;
                case "TranscriptFinal":
                    OnFinal(argument, argument.GetProperty("utterance"), message.ArrivalTimestamp);
                    break;
                default:
                    break;
            }
        }
    }

    private void OnCall(JsonElement call)
    {
        CallId id = new(call.GetProperty("id").GetGuid());
        calls.Add(id);
        Lag.Saw(id, call.GetProperty("transcriptLagMs").GetInt32());
        if (raw is null || call.GetProperty("caller").GetProperty("number").GetString() is not { } number)
        {
            return;
        }

        lock (gate)
        {
            if (placed.TryGetValue(number, out var played) && played.Caller.StartTimestamp is > 0 and long start && placed.Remove(number))
            {
                Words.Expect(id, Lane.Caller, raw.WordsOf(played.Index, Lane.Caller), start, time);
                Alarms.Expect(id, raw.WordsOf(played.Index, Lane.Caller), start, time);
                Words.Expect(id, Lane.Agent, raw.WordsOf(played.Index, Lane.Agent), start, time);
            }
        }
    }

    private void OnPartial(JsonElement message, JsonElement partial, long arrival) => Words.SawPartial(
        new CallId(message.GetProperty("callId").GetGuid()),
        LaneOf(partial),
        partial.GetProperty("text").GetString()!,
        arrival);

    private void OnFinal(JsonElement message, JsonElement utterance, long arrival)
    {
        Skipped.Saw(utterance);
        Words.SawFinal(
            new CallId(message.GetProperty("callId").GetGuid()),
            LaneOf(utterance),
            [.. utterance.GetProperty("words").EnumerateArray().Select(word => (word.GetProperty("text").GetString()!, word.GetProperty("endMs").GetInt32()))],
            arrival);
    }

    private static Lane LaneOf(JsonElement told) => Enum.Parse<Lane>(told.GetProperty("lane").GetString()!);
}
