using Supervision.Shared;
using Supervision.Shared.Live;

namespace Supervision.Grains.Calls;

/// <summary>From frames to levels and to the speech lanes.</summary>
internal sealed partial class CallGrain
{
    /// <summary>The reader is woken for each 40 ms of a transcribed call: a word waits 20 ms on average.</summary>
    private const int WakeSamplesTranscribed = 320;

    /// <summary>And for each 100 ms of another, for the levels alone: 500 calls wake their readers 5,000 times a second, not 50,000.</summary>
    private const int WakeSamples = CallLane.LevelSamples;

    private const int SamplesPerMs = 8;

    private readonly Action _drainAudio;
    private volatile bool _takesAudio;
    private volatile int _wakeSamples = WakeSamples;
    private long _wokenAtSamples = -WakeSamples;
    private int _isWoken;
    private long _levelWindow;
    private long _newestSamples;
    private long _shownDrops;

    /// <summary>Set by the media thread, read by the ticker: a timestamp of the clock, 0 when levels rest.</summary>
    private long _audioAt;

    /// <inheritdoc/>
    /// <remarks>On the media thread; allocates nothing. Longer audio than a frame is cut into frames.</remarks>
    public void OnAudio(Lane lane, AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711)
    {
        if (!_takesAudio || LaneOf(lane) is not { } queue)
        {
            return;
        }

        for (int at = 0; at < g711.Length; at += QueuedFrame.Capacity)
        {
            ReadOnlySpan<byte> piece = g711[at..Math.Min(at + QueuedFrame.Capacity, g711.Length)];
            queue.Audio.Writer.TryWrite(new QueuedFrame(codec, positionSamples + at, piece));
        }

        long end = positionSamples + g711.Length;
        if (end - Volatile.Read(ref _wokenAtSamples) >= _wakeSamples)
        {
            // Kept on the grid of the call's clock, so that two lanes wake the reader once between them.
            Volatile.Write(ref _wokenAtSamples, end - (end % _wakeSamples));
            Volatile.Write(ref _audioAt, _services.Time.GetTimestamp());
            WakeForAudio();
        }
    }

    private void WakeForAudio()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0 && !_mailbox.TryTell(_drainAudio))
        {
            Volatile.Write(ref _isWoken, 0);
        }
    }

    private void DrainAudio()
    {
        Volatile.Write(ref _isWoken, 0);
        if (IsAnalysisStopped || HasEnded)
        {
            DiscardAudio();
            return;
        }

        if (_needsSpeech)
        {
            OpenSpeech();
        }

        foreach (CallLane lane in _lanes)
        {
            while (lane.Audio.Reader.TryRead(out QueuedFrame frame))
            {
                long end = frame.PositionSamples + frame.Bytes.Length;
                lane.AudioToMs = Math.Max(lane.AudioToMs, (int)(end / SamplesPerMs));
                lane.Listen(frame.Codec, frame.Bytes);
                PushSpeech(lane, in frame);
                _newestSamples = Math.Max(_newestSamples, end);
            }
        }

        long window = _newestSamples / CallLane.LevelSamples;
        if (window != _levelWindow)
        {
            _levelWindow = window;
            PublishLevels();
        }

        ShowDrops();
    }

    private void PublishLevels()
    {
        float? caller = _lanes[0].MeasureLevel();
        float? agent = _lanes[1].MeasureLevel();
        _context.OnLevels(caller, agent);
        _services.Feed.Publish(new LevelsMeasured(Id, caller, agent, _lanes[2].MeasureLevel()));
    }

    /// <summary>The meters fall when audio stops; otherwise they would stand at the last thing heard.</summary>
    private void RestLevels()
    {
        Volatile.Write(ref _audioAt, 0);
        foreach (CallLane lane in _lanes)
        {
            lane.DiscardAudio();
        }

        PublishLevels();
    }

    private void DiscardAudio()
    {
        foreach (CallLane lane in _lanes)
        {
            lane.DiscardAudio();
        }
    }

    private void ShowDrops()
    {
        long drops = _lanes[0].Dropped + _lanes[1].Dropped + _lanes[2].Dropped;
        if (drops != _shownDrops)
        {
            _services.Counters.AddAnalysisFramesDropped(drops - _shownDrops);
            _shownDrops = drops;
            Changed(isDurable: false);
        }
    }
}
