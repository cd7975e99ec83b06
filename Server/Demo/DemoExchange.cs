using System.Net;
using System.Net.Sockets;
using Supervision.Telephony;
using Supervision.Telephony.Rtp.Sending;
using Supervision.Telephony.Sip.Client;

namespace Supervision.Server.Demo;

/// <summary>
/// The demonstration's simulated SBC: places real SIPREC calls over loopback and plays their two voices as RTP, so that what is seen is
/// the product's own path. Several calls at once, one after the other on each place, until its time is over.
/// </summary>
internal sealed partial class DemoExchange(
    DemoSettings settings, TelephonyServer telephony, TimeProvider time, ILoggerFactory loggers, ILogger<DemoExchange> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromSeconds(3);

    /// <summary>A refused call is not placed again at once.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(10);

    /// <summary>After the first round a violent call comes in one round of so many: alarms stay rare.</summary>
    private const int ViolentRounds = 6;

    /// <summary>Beside the program: the build puts the calls there.</summary>
    internal static string CallsDirectory => Path.Combine(AppContext.BaseDirectory, "demo", "calls");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Enabled)
        {
            return;
        }

        DemoPlaylist playlist;
        try
        {
            playlist = new DemoPlaylist(DemoCall.ReadAll(CallsDirectory), ViolentRounds);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LogNoCalls(e);
            return;
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        end.CancelAfter(TimeSpan.FromMinutes(settings.Minutes));
        await using SipClient client = new(new SipClientOptions { LocalAddress = Target().Address }, time, loggers);
        using RtpSender sender = new(time);
        Task[] places = [.. Enumerable.Range(0, settings.Calls).Select(place => PlayAsync(place, playlist, client, sender, end.Token))];
        await Task.WhenAll(places).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        LogOver();
    }

    private async Task PlayAsync(int place, DemoPlaylist playlist, SipClient client, RtpSender sender, CancellationToken cancellationToken)
    {
        await Task.Delay(BetweenCalls * place, time, cancellationToken);
        while (true)
        {
            try
            {
                await PlayAsync(playlist.Next(), client, sender, cancellationToken);
                await Task.Delay(BetweenCalls, time, cancellationToken);
            }
            catch (Exception e) when (e is SipRequestFailedException or SocketException)
            {
                LogRefused(e);
                await Task.Delay(AfterRefusal, time, cancellationToken);
            }
        }
    }

    private async Task PlayAsync(DemoCall demo, SipClient client, RtpSender sender, CancellationToken cancellationToken)
    {
        IPEndPoint local = new(Target().Address, 0);
        RtpKey[] keys = [.. demo.Events.Select(happening => happening.AsKey()).OfType<RtpKey>()];
        using RtpStream caller = new(new RtpStreamOptions
        {
            Audio = demo.AudioOf(Shared.Lane.Caller),
            Codec = Shared.AudioCodec.Pcma,
            Local = local,
            Keys = keys,
        });
        using RtpStream agent = new(new RtpStreamOptions
        {
            Audio = demo.AudioOf(Shared.Lane.Agent),
            Codec = Shared.AudioCodec.Pcma,
            Local = local,
        });
        SipRecInvite invite = new()
        {
            Target = Target(),
            Caller = demo.Caller,
            Agent = demo.Agent,
            CallerRtp = caller.LocalEndPoint!,
            AgentRtp = agent.LocalEndPoint!,
            IsDemonstration = true,
        };
        SipClientCall call = await client.InviteAsync(invite, cancellationToken);
        try
        {
            caller.Destination = RtpOf(call, SipRecInvite.CallerLabel);
            agent.Destination = RtpOf(call, SipRecInvite.AgentLabel);
            sender.Add(caller, agent);
            await FollowAsync(demo, call, caller, agent, cancellationToken);
        }
        finally
        {
            caller.Stop();
            agent.Stop();
            await call.ByeAsync(CancellationToken.None);
        }
    }

    /// <summary>Holds and resumes at their times, until the conversation is over or the console hangs up.</summary>
    private async Task FollowAsync(DemoCall demo, SipClientCall call, RtpStream caller, RtpStream agent, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        foreach (DemoCallEvent happening in demo.Events.Where(happening => happening.Kind != "key"))
        {
            await UntilAsync(TimeSpan.FromMilliseconds(happening.AtMs));
            if (call.Ended.IsCompleted)
            {
                return;
            }

            if (happening.Kind == "hold")
            {
                caller.Pause();
                agent.Pause();
                await call.HoldAsync(cancellationToken);
            }
            else
            {
                await call.ResumeAsync(cancellationToken);
                caller.Resume();
                agent.Resume();
            }
        }

        await UntilAsync(demo.Duration);

        async Task UntilAsync(TimeSpan at)
        {
            TimeSpan left = at - time.GetElapsedTime(start);
            if (left > TimeSpan.Zero)
            {
                await Task.WhenAny(call.Ended, Task.Delay(left, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Where the console hears SIP, as seen from this machine.</summary>
    private IPEndPoint Target()
    {
        IPEndPoint heard = telephony.SipEndPoint;
        return heard.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, heard.Port)
            : heard.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, heard.Port)
            : heard;
    }

    private static IPEndPoint? RtpOf(SipClientCall call, string label) => call.RemoteMedia.FirstOrDefault(media => media.Label == label)?.Rtp;

    [LoggerMessage(EventId = 2901, Level = LogLevel.Warning, Message = "The demonstration has no calls to play")]
    private partial void LogNoCalls(Exception exception);

    [LoggerMessage(EventId = 2902, Level = LogLevel.Warning, Message = "A demonstration call was refused; the next one comes later")]
    private partial void LogRefused(Exception exception);

    [LoggerMessage(EventId = 2903, Level = LogLevel.Information, Message = "The demonstration is over")]
    private partial void LogOver();
}
