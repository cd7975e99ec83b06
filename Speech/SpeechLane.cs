using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech.Hosting;
using Supervision.Speech.Wire;

namespace Supervision.Speech;

/// <summary>
/// One lane of one call being transcribed, whatever happens to the workers behind it. <see cref="Push"/> and the other public members are for
/// its owner, one call at a time; results come on other threads. Guarded by its own lock, which is never held while results are told.
/// </summary>
public sealed partial class SpeechLane : IAsyncDisposable
{
    /// <summary>A lane is ready to be sent from one frame of 20 ms on; the link gathers lanes for a while.</summary>
    internal const int SendBytes = 160;

    /// <summary>A silent lane whose worker died is heard again from where it was safe, up to 1 s back; more is told as a gap.</summary>
    private const int ReplayLimitSamples = 8000;

    private readonly Lock _gate = new();

    /// <summary>Held while a result is told; listeners do not block. Never taken under <see cref="_gate"/>.</summary>
    private readonly Lock _telling = new();

    /// <summary>Its owner forgot the lane: nothing is told any more. Guarded by <see cref="_telling"/>.</summary>
    private bool _isSilent;
    private readonly AudioRing _ring;
    private readonly SpeechHost _host;
    private readonly ISpeechResults _results;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerLink? _link;
    private string _model = "";
    private bool _mustOpen;
    private bool _mustTellPriority;
    private bool _isCompleting;
    private bool _completeSent;
    private bool _isClosed;
    private bool _isSpeaking;
    private bool _hasPartial;
    private long _safe = -1;
    private long _decoded;
    private long? _lostFrom;
    private long _lostTo;
    private int _lagMs;
    private long _completingSince;

    internal SpeechLane(SpeechHost host, uint id, CallId callId, Lane lane, SpeechLanePriority priority, int ringBytes, ISpeechResults results)
    {
        _host = host;
        Id = id;
        CallId = callId;
        Lane = lane;
        Priority = priority;
        IsBatch = priority == SpeechLanePriority.Batch;
        _ring = new AudioRing(ringBytes);
        _results = results;
    }

    /// <summary>The call that the lane belongs to.</summary>
    public CallId CallId { get; }

    /// <summary>Whose voice it is.</summary>
    public Lane Lane { get; }

    internal uint Id { get; }

    internal bool IsBatch { get; }

    internal SpeechLanePriority Priority { get; private set; }

    /// <summary>Its worker is to be replaced, or has too much: it moves when it is silent.</summary>
    internal bool WantsMove { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    internal WorkerLink? Link => Volatile.Read(ref _link);

    internal int LagMs => Volatile.Read(ref _lagMs);

    /// <summary>
    /// Hands audio over; copies it and never blocks. Allocates nothing once the lane's ring has its size. When no worker takes the audio for
    /// longer than the lag's bound, the oldest is dropped and told as a gap.
    /// </summary>
    /// <param name="codec">Encoding of <paramref name="g711"/>.</param>
    /// <param name="positionSamples">Of the first sample, 8 kHz, on the call's clock. May jump forward over holds.</param>
    /// <param name="g711">One byte a sample.</param>
    public void Push(AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711)
    {
        WorkerLink? link;
        lock (_gate)
        {
            // What came before was cut off as lost or already heard: a sender's clock that steps back is not followed.
            if (_isClosed || _isCompleting || _host.IsOff || g711.IsEmpty || positionSamples < _ring.EndPosition)
            {
                return;
            }

            Lose(_ring.Append(codec, positionSamples, g711));
            if (_safe < 0)
            {
                _safe = positionSamples;
            }

            link = _ring.Unsent >= SendBytes ? _link : null;
        }

        link?.Notify(this);
    }

    /// <summary>Who comes first when there is more speech than processor.</summary>
    public void SetPriority(SpeechLanePriority priority)
    {
        WorkerLink? link;
        lock (_gate)
        {
            if (IsBatch || Priority == priority)
            {
                return;
            }

            Priority = priority;
            _mustTellPriority = true;
            link = _link;
        }

        link?.Notify(this);
    }

    /// <summary>No more audio: waits for the last words. Later results are none.</summary>
    /// <param name="cancellationToken">Stops the wait; the lane is then to be disposed of.</param>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        WorkerLink? link;
        lock (_gate)
        {
            if (!_isCompleting)
            {
                _isCompleting = true;
                _completingSince = _host.Time.GetTimestamp();
            }

            link = _link;
        }

        link?.Notify(this);
        _host.Wake();
        if (_host.IsOff)
        {
            Finish();
        }

        await _done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Forgets the lane at once; nothing more is told.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_telling)
        {
            // A result that is being told is told first.
            _isSilent = true;
        }

        lock (_gate)
        {
            if (_isClosed)
            {
                return ValueTask.CompletedTask;
            }

            _isClosed = true;
        }

        Leave();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// For a recording: hands over as much as there is room for and gives how much that was; <see cref="RoomAsync"/> waits for more. A
    /// recording is never skipped.
    /// </summary>
    internal int PushSome(in RecordedAudio audio, int offset)
    {
        int count;
        WorkerLink? link;
        lock (_gate)
        {
            count = Math.Min(audio.Bytes.Length - offset, _ring.Capacity - Waiting());
            if (count > 0)
            {
                Lose(_ring.Append(audio.Codec, audio.PositionSamples + offset, audio.Bytes.Span.Slice(offset, count)));
                _safe = _safe < 0 ? audio.PositionSamples : _safe;
                _decoded = Math.Max(_decoded, _safe);
            }

            link = _link;
        }

        link?.Notify(this);
        return Math.Max(0, count);
    }

    /// <summary>Completes when the worker has decoded something more, or the lane ended.</summary>
    internal Task RoomAsync() => Volatile.Read(ref _room).Task;

    /// <summary>Ends a closed lane: its worker, if it has one, is told by the link.</summary>
    private void Leave()
    {
        _done.TrySetResult();
        Link?.Notify(this);
        _host.Forget(this);
    }

    /// <summary>Call time between what is decoded and what came: what the worker and the ring hold. Under the lock.</summary>
    private int Waiting() => _safe < 0 ? 0 : (int)Math.Min(int.MaxValue, Math.Max(_ring.Unsent, _ring.Kept));

    private void Lose((long From, long To) lost)
    {
        if (lost.To > lost.From)
        {
            _lostFrom ??= lost.From;
            _lostTo = lost.To;
        }
    }
}
