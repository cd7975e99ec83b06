using System.Collections.Concurrent;
using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Server.Listening;
using Supervision.Server.Recordings;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Calls;

/// <summary>
/// Where telephony's calls go: each gets its recording and its grain. Safe from any thread. At the stop it waits until every call has
/// said its last word, so that the journal has it.
/// </summary>
internal sealed partial class CallRouter(
    ICallRecordings recordings,
    IGrainDirectory grains,
    CallTaps taps,
    ConsentSettings consent,
    PrivateLines privateLines,
    TimeProvider time,
    ILogger<CallRouter> logger)
    : ICallSink, IHostedService
{
    private readonly ConcurrentDictionary<CallId, RoutedCall> _calls = new();
    private readonly ILogger _logger = logger;

    /// <summary>Calls whose events are still carried.</summary>
    internal int Count => _calls.Count;

    public ICallMediaSink? CallStarted(CallOffer offer)
    {
        ICallGrain grain;
        try
        {
            grain = grains.Call(offer.CallId);
        }
        catch (InvalidOperationException e)
        {
            LogRefused(e, offer.CallId);
            return null;
        }

        bool isPrivate = privateLines.Match(offer.Caller, offer.Agent);
        ICallRecording recording = isPrivate ? NoRecording.Instance : recordings.Open(offer);
        var rules = new CallRules(consent, privateLines, isPrivate);
        var call = new RoutedCall(isPrivate ? WithoutParties(offer) : offer, recording, grain, taps.Open(offer.CallId, grain), rules, _logger);
        _calls[offer.CallId] = call;
        _ = ForgetAsync(offer.CallId, call);
        return call;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After telephony has stopped; a call that it left is ended here.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        RoutedCall[] left = [.. _calls.Values];
        foreach (RoutedCall call in left)
        {
            call.OnEvent(new CallHungUp(time.GetUtcNow(), CallEndReason.ServerStopped));
        }

        await Task.WhenAll(left.Select(call => call.Completion)).WaitAsync(cancellationToken);
    }

    /// <summary>Numbers of a private call go no further than here.</summary>
    private static CallOffer WithoutParties(CallOffer offer) => offer with { Caller = new Party(null, null), Agent = new Party(null, null) };

    private async Task ForgetAsync(CallId id, RoutedCall call)
    {
        await call.Completion;
        taps.Close(id);
        _calls.TryRemove(id, out _);
    }

    [LoggerMessage(EventId = 2500, Level = LogLevel.Warning, Message = "Call {CallId} is refused")]
    private partial void LogRefused(Exception exception, CallId callId);
}
