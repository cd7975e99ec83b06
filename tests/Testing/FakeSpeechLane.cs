using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Testing;

/// <summary>One lane of <see cref="FakeSpeechEngine"/>: counts what it is given, says what the test wants heard.</summary>
public sealed class FakeSpeechLane(FakeSpeechEngine engine, CallId callId, Lane lane, ISpeechListener listener) : ISpeechLane
{
    private long _samples;
    private volatile bool _isCompleted;
    private volatile bool _isDisposed;

    public CallId CallId => callId;

    public Lane Lane => lane;

    /// <summary>Samples pushed so far.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    public bool IsCompleted => _isCompleted;

    public bool IsDisposed => _isDisposed;

    public SpeechPriority Priority { get; private set; }

    /// <summary>What <see cref="CompleteAsync"/> does before it completes: say the last words, wait, throw.</summary>
    public Func<FakeSpeechLane, Task> Completing { get; set; } = _ => Task.CompletedTask;

    public void SayPartial(string text, int startMs = 0) => listener.OnPartial(new PartialUtterance(lane, startMs, text));

    public void SayFinal(string text, int startMs = 0, int endMs = 1000) => listener.OnFinal(new Utterance
    {
        Lane = lane,
        Kind = UtteranceKind.Speech,
        StartMs = startMs,
        EndMs = endMs,
        Text = text,
        Model = "fake",
    });

    public void SayGap(int startMs, int endMs) => listener.OnFinal(new Utterance
    {
        Lane = lane,
        Kind = UtteranceKind.Gap,
        StartMs = startMs,
        EndMs = endMs,
        Text = "",
    });

    /// <summary>Any utterance, whatever lane it claims.</summary>
    public void Say(Utterance utterance) => listener.OnFinal(utterance);

    public void SayLag(int lagMs) => listener.OnLag(lane, lagMs);

    /// <summary>One window of the acoustic model.</summary>
    public void SayAggression(float probability, int fromMs = 0, int toMs = 2000) =>
        listener.OnAggression(new AggressionScore(fromMs, toMs, probability, "fake"));

    public void Push(AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711)
    {
        if (engine.PushFault is not null)
        {
            throw engine.PushFault;
        }

        Interlocked.Add(ref _samples, g711.Length);
    }

    public void SetPriority(SpeechPriority priority) => Priority = priority;

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await Completing(this);
        _isCompleted = true;
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }
}
