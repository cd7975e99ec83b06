using System.Globalization;
using System.Net;
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

    private static readonly TimeSpan SettlePeriod = TimeSpan.FromSeconds(2);

    /// <summary>A call whose end was not told by then is told nowhere.</summary>
    private static readonly TimeSpan SettleLimit = TimeSpan.FromMinutes(1);

    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly ProcessMeter meter = new(server.ProcessId);
    private readonly HubWatch watch = new(raw, Time);

    internal async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        await using LiveHubClient hub = await LiveHubClient.ConnectAsync(server.Address, server.Token, Time, cancellationToken);
        Task listening = watch.ListenAsync(hub);
        await using WallBoardBrowser? browser = options.Browser ? await WallBoardBrowser.OpenAsync(server, Time, cancellationToken) : null;

        MemorySamples memory = new(meter);
        using CancellationTokenSource measured = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        HealthFigures before = await server.GetHealthAsync(cancellationToken);
        meter.Sample();
        IReadOnlyDictionary<string, double> cpuBefore = meter.CpuSecondsByPart;
        Task sampling = memory.SampleAsync(SamplePeriod, Time, measured.Token);

        (long sent, IReadOnlyDictionary<string, double> cpuAfter) = await PlayAsync(cancellationToken);
        HealthFigures after = await SettleAsync(cancellationToken);
        await hub.DisposeAsync();
        await listening;
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        CatchUpResult? caughtUp = options.RecordOnly ? null : await new CatchUp(server, Time).WaitAsync(watch.Calls, cancellationToken);
        await measured.CancelAsync();
        await sampling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new Measurements
        {
            Options = options,
            Raw = raw,
            Watch = watch,
            Sent = sent,
            Before = before,
            After = after,
            CpuBefore = cpuBefore,
            CpuAfter = cpuAfter,
            Memory = memory,
            Painted = browser?.Alarms,
            CaughtUp = caughtUp,
        }.ToReport();
    }

    /// <summary>Places all calls, plays them to their end and hangs up; what the processes had used by then is taken before.</summary>
    private async Task<(long Sent, IReadOnlyDictionary<string, double> CpuSecondsByPart)> PlayAsync(CancellationToken cancellationToken)
    {
        await using SipClient client = new(new SipClientOptions(), Time, NullLoggerFactory.Instance);
        using RtpSender sender = new(Time, threads: 1);
        List<(SipClientCall Call, RtpStream Caller, RtpStream Agent)> calls = [];
        for (int i = 0; i < options.Calls; i++)
        {
            calls.Add(await PlaceAsync(i, client, sender, cancellationToken));
            await Task.Delay(RampUp / options.Calls, Time, cancellationToken);
        }

        await Task.WhenAll(calls.SelectMany(call => new[] { call.Caller.Completed, call.Agent.Completed }));
        meter.Sample();
        IReadOnlyDictionary<string, double> cpu = meter.CpuSecondsByPart;
        await Task.WhenAll(calls.Select(call => call.Call.ByeAsync(cancellationToken)));
        return (calls.Sum(call => call.Caller.PacketsSent + call.Agent.PacketsSent), cpu);
    }

    private async Task<(SipClientCall Call, RtpStream Caller, RtpStream Agent)> PlaceAsync(
        int index, SipClient client, RtpSender sender, CancellationToken cancellationToken)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"0399{index:D6}");
        RtpStream caller = Stream(material.Caller(index));
        RtpStream agent = Stream(material.Agent(index));
        watch.Expect(number, index, caller);
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

    /// <summary>The recorder writes each second and the last words are flushed.</summary>
    private async Task<HealthFigures> SettleAsync(CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        HealthFigures figures;
        do
        {
            await Task.Delay(SettlePeriod, Time, cancellationToken);
            meter.Sample();
            figures = await server.GetHealthAsync(cancellationToken);
        }
        while ((figures.Figure("recorder", "live") > 0 || watch.EndedCount < options.Calls) && Time.GetElapsedTime(start) < SettleLimit);
        return figures;
    }

    private static RtpStream Stream(byte[] audio) => new(new RtpStreamOptions
    {
        Audio = audio,
        Codec = AudioCodec.Pcma,
        Local = new IPEndPoint(IPAddress.Loopback, 0),
    });
}
