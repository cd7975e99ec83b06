using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Speech.Tests.Worker;
using Supervision.Speech.Vosk;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Real;

/// <summary>A lane whose recogniser is taken away in the middle, because memory is full.</summary>
[Collection(RealEngineCollection.Name)]
public sealed class LaneDecoderTests : IDisposable
{
    /// <summary>100 ms.</summary>
    private const int PieceSamples = 800;

    private readonly VoskModel _model;
    private readonly RecogniserPool _pool;
    private readonly WorkerBench _bench;
    private readonly short[] _speech = new short[Playback.Caller.Length];
    private readonly short[] _buffer = new short[VoskRecogniser.MaxChunkSamples];

    public LaneDecoderTests()
    {
        VoskNative.SetLogLevel(-1);
        G711.Decode(AudioCodec.Pcma, Playback.Caller, _speech);
        _model = VoskModel.Load(TestModel.Directory);
        int rate = VoskModelFolder.SampleRate(TestModel.Directory);
        _pool = new RecogniserPool(() => new VoskRecogniser(_model, rate), maxBytes: 1000, spares: 0);
        _bench = new WorkerBench(_pool);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _model.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void Turn_GrownRecogniserIsExchangedAndNoneIsFree_WaitsAndLeaksNone()
    {
        int pieces = PiecesUntilExchanged();
        VoskRecogniser other = FillMemory();
        WorkerLane lane = MakeLane();
        lane.Queue.Begin(0);
        for (int i = 1; i < pieces; i++)
        {
            lane.Queue.Append(Piece(i - 1));
            Assert.Equal(TurnResult.Idle, lane.Decoder.Turn(_buffer));
        }

        // The utterance ends in the same turn as its recogniser is taken away.
        lane.Queue.Append(Piece(pieces - 1));
        lane.Queue.End(pieces * PieceSamples);
        Assert.Equal(TurnResult.NoRecogniser, lane.Decoder.Turn(_buffer));
        Assert.True(lane.Decoder.IsInUtterance);

        lane.Queue.Begin(1000 * PieceSamples);
        lane.Queue.Append(new short[PieceSamples]);
        lane.Queue.End(1001 * PieceSamples);
        lane.Queue.Complete();
        _pool.Return(other);
        Assert.Equal(TurnResult.Completed, lane.Decoder.Turn(_buffer));
        Assert.Equal(0, _pool.Lent);
        Assert.Equal(1001 * PieceSamples, lane.Decoder.FinalisedTo);
    }

    /// <summary>Of a caller who speaks, over and over.</summary>
    private short[] Piece(int index) => [.. _speech.Skip(index * PieceSamples % (_speech.Length - PieceSamples)).Take(PieceSamples)];

    /// <summary>How much speech makes the recogniser end an utterance, after which it is found to be grown.</summary>
    private int PiecesUntilExchanged()
    {
        VoskRecogniser other = FillMemory();
        WorkerLane lane = MakeLane();
        lane.Queue.Begin(0);
        int pieces = 0;
        while (_pool.Alive == 2)
        {
            Assert.True(pieces < 600);
            lane.Queue.Append(Piece(pieces++));
            lane.Decoder.Turn(_buffer);
        }

        lane.Decoder.Abandon();
        _pool.Return(other);
        _pool.Maintain(residentBytes: 0);
        return pieces;
    }

    /// <summary>Leaves one recogniser idle, which has heard enough to be exchanged, and gives another that is lent.</summary>
    private VoskRecogniser FillMemory()
    {
        VoskRecogniser grown = _pool.TryLend()!;
        VoskRecogniser other = _pool.TryLend()!;
        for (int i = 0; grown.HeardSamples <= RecogniserPool.RenewUnderPressureSamples; i++)
        {
            grown.Accept(Piece(i));
        }

        grown.Finish();
        _pool.Return(grown);
        _pool.Maintain(residentBytes: 2000);
        return other;
    }

    private WorkerLane MakeLane() => new(1, Lane.Caller, SpeechLanePriority.Caller, isBatch: true, _bench.Context);
}
