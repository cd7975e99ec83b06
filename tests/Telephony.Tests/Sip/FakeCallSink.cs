namespace Supervision.Telephony.Tests.Sip;

/// <summary>Takes calls and remembers them; may refuse or fail. Thread-safe.</summary>
internal sealed class FakeCallSink : ICallSink
{
    private readonly Lock _gate = new();
    private readonly List<FakeCall> _calls = [];

    internal bool Refuses { get; set; }

    internal bool Fails { get; set; }

    internal IReadOnlyList<FakeCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    internal FakeCall Call => Assert.Single(Calls);

    public ICallMediaSink? CallStarted(CallOffer offer)
    {
        if (Fails)
        {
            throw new InvalidOperationException("as the test wishes");
        }

        if (Refuses)
        {
            return null;
        }

        var call = new FakeCall(offer);
        lock (_gate)
        {
            _calls.Add(call);
        }

        return call;
    }
}

internal sealed class FakeCall(CallOffer offer) : ICallMediaSink
{
    private readonly Lock _gate = new();
    private readonly List<CallEvent> _events = [];
    private readonly TaskCompletionSource<CallHungUp> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal CallOffer Offer => offer;

    internal bool Fails { get; set; }

    /// <summary>Told of each event while it is handed over.</summary>
    internal Action<CallEvent> Heard { get; set; } = _ => { };

    /// <summary>Waits at most as long as no test should.</summary>
    internal Task<CallHungUp> Ended => _ended.Task.WaitAsync(TimeSpan.FromSeconds(90));

    internal IReadOnlyList<CallEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public void OnPayload(in MediaPayload payload)
    {
    }

    public void OnFrame(in AudioFrame frame)
    {
    }

    public void OnEvent(CallEvent callEvent)
    {
        lock (_gate)
        {
            _events.Add(callEvent);
        }

        Heard(callEvent);
        if (callEvent is CallHungUp end)
        {
            _ended.TrySetResult(end);
        }

        if (Fails)
        {
            throw new InvalidOperationException("as the test wishes");
        }
    }
}
