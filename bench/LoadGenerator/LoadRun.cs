using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Rtp.Sending;
using Supervision.Telephony.Sip.Client;
using Supervision.Testing;

namespace Supervision.LoadGenerator;

/// <summary>One run: places the calls, plays them, listens at the hub, samples the processes, and tells what was reached.</summary>
internal sealed class LoadRun(LoadOptions options, LoadedServer server, Material material, RawBaseline? raw)
{
    /// <summary>The calls come up evenly over this time, and are not counted as load before.</summary>
    private static readonly TimeSpan RampUp = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SamplePeriod = TimeSpan.FromSeconds(1);

    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly ProcessMeter meter = new(server.ProcessId);
    private readonly WordLatency latency = new();
    private readonly AlarmLatency alarms = new();
    private readonly LagWatch lag = new();
    private readonly Dictionary<string, int> callOfNumber = [];
    private readonly Dictionary<int, RtpStream> callerStreams = [];
    private readonly Lock gate = new();

    internal async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        await using LiveHubClient hub = await LiveHubClient.ConnectAsync(server.Address, server.Token, Time, cancellationToken);
        Task listening = ListenAsync(hub);
        await using SipClient client = new(new SipClientOptions(), Time, NullLoggerFactory.Instance);
        using RtpSender sender = new(Time, threads: 1);

        MemorySamples memory = new(meter);
        using CancellationTokenSource measured = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        HealthFigures before = await server.GetHealthAsync(cancellationToken);
        meter.Sample();
        IReadOnlyDictionary<string, double> cpuBefore = meter.CpuSecondsByPart;
        Task sampling = memory.SampleAsync(SamplePeriod, Time, measured.Token);

        List<(SipClientCall Call, RtpStream Caller, RtpStream Agent)> calls = [];
        for (int i = 0; i < options.Calls; i++)
        {
            calls.Add(await PlaceAsync(i, client, sender, cancellationToken));
            await Task.Delay(RampUp / options.Calls, Time, cancellationToken);
        }

        await Task.WhenAll(calls.SelectMany(call => new[] { call.Caller.Completed, call.Agent.Completed }));
        meter.Sample();
        IReadOnlyDictionary<string, double> cpuAfter = meter.CpuSecondsByPart;
        await Task.WhenAll(calls.Select(call => call.Call.ByeAsync(cancellationToken)));

        // The recorder writes each second, the last words are flushed, gaps are transcribed from the recordings.
        HealthFigures after = await SettleAsync(cancellationToken);
        await measured.CancelAsync();
        await sampling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await hub.DisposeAsync();
        await listening;
        long sent = calls.Sum(call => call.Caller.PacketsSent + call.Agent.PacketsSent);
        return Report(sent, before, after, cpuBefore, cpuAfter, memory);
    }

    private async Task<(SipClientCall Call, RtpStream Caller, RtpStream Agent)> PlaceAsync(
        int index, SipClient client, RtpSender sender, CancellationToken cancellationToken)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"0399{index:D6}");
        RtpStream caller = Stream(material.Caller(index));
        RtpStream agent = Stream(material.Agent(index));
        lock (gate)
        {
            callOfNumber[number] = index;
            callerStreams[index] = caller;
        }

        SipClientCall call = await client.InviteAsync(
            new SipRecInvite
            {
                Target = server.SipEndPoint,
                Caller = new Party(number, null),
                Agent = new Party(string.Create(CultureInfo.InvariantCulture, $"{1000 + index}"), null),
                CallerRtp = caller.LocalEndPoint!,
                AgentRtp = agent.LocalEndPoint!,
            },
            cancellationToken);
        caller.Destination = call.RemoteMedia.Single(media => media.Label == SipRecInvite.CallerLabel).Rtp;
        agent.Destination = call.RemoteMedia.Single(media => media.Label == SipRecInvite.AgentLabel).Rtp;
        sender.Add(caller, agent);
        return (call, caller, agent);
    }

    private async Task ListenAsync(LiveHubClient hub)
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
                case "AlarmRaised" or "AlarmUpdated":
                    alarms.Saw(argument.GetProperty("alarm"), message.ArrivalTimestamp);
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
        lag.Saw(id, call.GetProperty("transcriptLagMs").GetInt32());
        if (raw is null || call.GetProperty("caller").GetProperty("number").GetString() is not { } number)
        {
            return;
        }

        lock (gate)
        {
            if (callOfNumber.TryGetValue(number, out int index) && callerStreams[index].StartTimestamp is > 0 and long start && callOfNumber.Remove(number))
            {
                latency.Expect(id, Lane.Caller, raw.WordsOf(index, Lane.Caller), start, Time);
                alarms.Expect(id, raw.WordsOf(index, Lane.Caller), start, Time);
                latency.Expect(id, Lane.Agent, raw.WordsOf(index, Lane.Agent), start, Time);
            }
        }
    }

    private void OnPartial(JsonElement message, JsonElement partial, long arrival) => latency.SawPartial(
        new CallId(message.GetProperty("callId").GetGuid()),
        Enum.Parse<Lane>(partial.GetProperty("lane").GetString()!),
        partial.GetProperty("text").GetString()!,
        arrival);

    private void OnFinal(JsonElement message, JsonElement utterance, long arrival) => latency.SawFinal(
        new CallId(message.GetProperty("callId").GetGuid()),
        Enum.Parse<Lane>(utterance.GetProperty("lane").GetString()!),
        [.. utterance.GetProperty("words").EnumerateArray().Select(word => (word.GetProperty("text").GetString()!, word.GetProperty("endMs").GetInt32()))],
        arrival);

    private async Task<HealthFigures> SettleAsync(CancellationToken cancellationToken)
    {
        HealthFigures figures;
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(2), Time, cancellationToken);
            meter.Sample();
            figures = await server.GetHealthAsync(cancellationToken);
        }
        while (figures.Figure("recorder", "live") > 0 || figures.Figure("speech", "lanes") > 0);
        return figures;
    }

    private LoadReport Report(
        long sent, HealthFigures before, HealthFigures after,
        IReadOnlyDictionary<string, double> cpuBefore, IReadOnlyDictionary<string, double> cpuAfter, MemorySamples memory)
    {
        double callMinutes = options.Calls * options.Seconds / 60.0;
        Dictionary<string, double> cpu = cpuAfter.ToDictionary(
            entry => entry.Key, entry => Math.Round((entry.Value - cpuBefore.GetValueOrDefault(entry.Key)) / callMinutes, 3));
        AggressionCost aggression = AggressionCost.Between(before, after);
        aggression.TellApart(cpu, callMinutes);
        IReadOnlyList<double> sorted = latency.SortedMs();
        IReadOnlyList<double> alarmed = alarms.SortedMs();
        long recorded = (long)(after.Figure("recorder", "payloadsWritten") - before.Figure("recorder", "payloadsWritten"));
        double total = cpu.Values.Sum();
        return new LoadReport
        {
            Calls = options.Calls,
            Seconds = options.Seconds,
            PacketsSent = sent,
            PacketsReceived = (long)(after.Figure("rtp", "packetsReceived") - before.Figure("rtp", "packetsReceived")),
            PacketsRecorded = recorded,
            PacketsLost = sent - recorded,
            CpuSecondsPerCallMinute = Math.Round(total, 3),
            CpuSecondsPerCallMinuteByPart = cpu,
            AggressionCpuSecondsPerCallMinute = cpu[AggressionCost.Part],
            AggressionWindows = aggression.Windows,
            AggressionWindowsDropped = aggression.Dropped,
            AggressionCpuMsPerWindow = aggression.CpuMsPerWindow,
            RawVoskCpuSecondsPerCallMinute = raw is null ? null : Math.Round(raw.CpuSeconds / callMinutes, 3),
            CpuRatioToRawVosk = raw is null ? null : Math.Round(total * callMinutes / raw.CpuSeconds, 2),
            LatencyMsP50 = Percentiles.Of(sorted, 50),
            LatencyMsP95 = Percentiles.Of(sorted, 95),
            LatencyMsP99 = Percentiles.Of(sorted, 99),
            WordsExpected = latency.WordsExpected,
            WordsSeen = sorted.Count,
            AlarmLatencyMsP50 = Percentiles.Of(alarmed, 50),
            AlarmLatencyMsP95 = Percentiles.Of(alarmed, 95),
            AlarmReasonsSeen = alarms.ReasonsSeen,
            AlarmReasonsTimed = alarmed.Count,
            CallsUnderTwoSecondsOfLag = options.RecordOnly ? null : lag.CallsUnder(2000),
            SkippedMs = (long)after.Figure("speech", "skippedMs"),
            MemoryMbStart = memory.StartMb,
            MemoryMbEnd = memory.EndMb,
            MemoryMbPeak = memory.PeakMb,
            MemoryMbEndByPart = memory.EndMbByPart,
        };
    }

    private static RtpStream Stream(byte[] audio) => new(new RtpStreamOptions
    {
        Audio = audio,
        Codec = AudioCodec.Pcma,
        Local = new IPEndPoint(IPAddress.Loopback, 0),
    });
}
