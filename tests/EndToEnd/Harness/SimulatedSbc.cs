using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Rtp.Sending;
using Supervision.Telephony.Sip.Client;

namespace Supervision.EndToEnd.Harness;

/// <summary>Places SIPREC calls and plays their two voices, as an SBC does.</summary>
internal sealed class SimulatedSbc : IAsyncDisposable
{
    private readonly SipClient client = new(new SipClientOptions(), TimeProvider.System, NullLoggerFactory.Instance);
    private readonly RtpSender sender = new(TimeProvider.System);

    /// <summary>Places a call and plays the two voices from now on; looped ones play until the call ends.</summary>
    internal async Task<PlacedCall> CallAsync(
        ServerProcess server, Party caller, Party agent, ReadOnlyMemory<byte> callerAlaw, ReadOnlyMemory<byte> agentAlaw, bool loop,
        CancellationToken cancellationToken)
    {
        RtpStream callerStream = Stream(callerAlaw, loop);
        RtpStream agentStream = Stream(agentAlaw, loop);
        SipClientCall call = await client.InviteAsync(
            new SipRecInvite
            {
                Target = server.SipEndPoint,
                Caller = caller,
                Agent = agent,
                CallerRtp = callerStream.LocalEndPoint!,
                AgentRtp = agentStream.LocalEndPoint!,
            },
            cancellationToken);
        callerStream.Destination = call.RemoteMedia.Single(media => media.Label == SipRecInvite.CallerLabel).Rtp;
        agentStream.Destination = call.RemoteMedia.Single(media => media.Label == SipRecInvite.AgentLabel).Rtp;
        sender.Add(callerStream, agentStream);
        return new PlacedCall(caller.Number!, call, callerStream, agentStream);
    }

    /// <summary>Places one of the demonstration's conversations under another caller's number.</summary>
    internal Task<PlacedCall> CallAsync(
        ServerProcess server, string conversation, string callerNumber, bool loop, CancellationToken cancellationToken)
    {
        Supervision.Server.Demo.DemoCall speech = Speech.Conversation(conversation);
        return CallAsync(
            server, new Party(callerNumber, null), speech.Agent, speech.AudioOf(Lane.Caller), speech.AudioOf(Lane.Agent), loop, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        sender.Dispose();
        await client.DisposeAsync();
    }

    private static RtpStream Stream(ReadOnlyMemory<byte> alaw, bool loop) => new(new RtpStreamOptions
    {
        Audio = alaw,
        Codec = AudioCodec.Pcma,
        Loop = loop,
        Local = new IPEndPoint(IPAddress.Loopback, 0),
    });
}

/// <summary>A call that is up and whose voices play.</summary>
internal sealed class PlacedCall(string callerNumber, SipClientCall call, RtpStream callerStream, RtpStream agentStream)
    : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal SipClientCall Dialog => call;

    internal long PacketsSent => callerStream.PacketsSent + agentStream.PacketsSent;

    /// <summary>Ends when both voices have said all.</summary>
    internal Task Played => Task.WhenAll(callerStream.Completed, agentStream.Completed);

    /// <summary>The console's id of the call, as its API tells it.</summary>
    internal async Task<CallId> GetIdAsync(HttpClient api, CancellationToken cancellationToken)
    {
        CallId? found = null;
        await Eventually.BecomesAsync(
            async () =>
            {
                JsonElement live = await api.GetFromJsonAsync<JsonElement>("/api/v1/calls?state=live&pageSize=200", cancellationToken);
                foreach (JsonElement item in Items(live))
                {
                    JsonElement shown = item.TryGetProperty("call", out JsonElement inner) ? inner : item;
                    if (shown.GetProperty("caller").GetProperty("number").GetString() == callerNumber)
                    {
                        found = new CallId(shown.GetProperty("id").GetGuid());
                    }
                }

                return found is not null;
            },
            Limit, "the call to be live", cancellationToken);
        return found!.Value;
    }

    /// <summary>The voices stop, then BYE.</summary>
    internal async Task HangUpAsync(CancellationToken cancellationToken)
    {
        callerStream.Stop();
        agentStream.Stop();
        await call.ByeAsync(cancellationToken);
    }

    /// <summary>The voices stop; the dialog is left to the test.</summary>
    public ValueTask DisposeAsync()
    {
        callerStream.Dispose();
        agentStream.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<JsonElement> Items(JsonElement page) =>
        page.ValueKind == JsonValueKind.Array ? page.EnumerateArray() : page.GetProperty("items").EnumerateArray();
}
