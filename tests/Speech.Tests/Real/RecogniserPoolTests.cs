using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Speech.Vosk;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Real;

[Collection(RealEngineCollection.Name)]
public sealed class RecogniserPoolTests : IDisposable
{
    private readonly VoskModel _model;
    private readonly int _rate = VoskModelFolder.SampleRate(TestModel.Directory);

    public RecogniserPoolTests()
    {
        VoskNative.SetLogLevel(-1);
        _model = VoskModel.Load(TestModel.Directory);
    }

    public void Dispose() => _model.Dispose();

    [Fact]
    public void TryLend_AfterReturn_GivesTheWarmOneAgain()
    {
        using RecogniserPool pool = Pool();
        VoskRecogniser first = pool.TryLend()!;
        pool.Return(first);

        Assert.Same(first, pool.TryLend());
        Assert.Equal(1, pool.Made);
        pool.Return(first);
    }

    [Fact]
    public void KeepSpares_Cold_MakesAndWarmsThem()
    {
        using RecogniserPool pool = Pool(spares: 2);
        pool.KeepSpares();

        VoskRecogniser lent = pool.TryLend()!;
        Assert.Equal((2, 1), (pool.Alive, pool.Lent));
        Assert.Equal(4000, lent.HeardSamples);
        pool.Return(lent);
    }

    [Fact]
    public void TryLend_MemoryFull_GivesNoneUntilOneComesBack()
    {
        using RecogniserPool pool = Pool(maxBytes: 1000);
        pool.Maintain(residentBytes: 2000);
        VoskRecogniser only = pool.TryLend()!;
        bool told = false;
        pool.Returned += () => told = true;

        Assert.Null(pool.TryLend());
        pool.Return(only);

        Assert.True(told);
        Assert.Same(only, pool.TryLend());
        pool.Return(only);
    }

    [Fact]
    public void Return_GrownUnderMemoryPressure_IsFreed()
    {
        using RecogniserPool pool = Pool(maxBytes: 1000);
        VoskRecogniser lent = pool.TryLend()!;
        short[] silence = new short[VoskRecogniser.MaxChunkSamples];
        while (lent.HeardSamples <= RecogniserPool.RenewUnderPressureSamples)
        {
            lent.Accept(silence);
        }

        lent.Finish();
        Assert.False(pool.IsGrown(lent));
        pool.Maintain(residentBytes: 800);
        Assert.True(pool.IsGrown(lent));
        pool.Return(lent);

        Assert.Equal(0, pool.Alive);
    }

    [Fact]
    public void Finish_ThenNextUtterance_TimesGoOnWithTheRecognisersLife()
    {
        using RecogniserPool pool = Pool();
        VoskRecogniser lent = pool.TryLend()!;
        short[] pcm = new short[6 * 8000];
        G711.Decode(AudioCodec.Pcma, Playback.Caller.AsSpan(0, pcm.Length), pcm);

        double first = FirstWord(lent, pcm);
        long heard = lent.HeardSamples;
        double second = FirstWord(lent, pcm);

        Assert.Equal(first + (heard / 8000.0), second, 0.1);
        pool.Return(lent);
    }

    private static double FirstWord(VoskRecogniser recogniser, short[] pcm)
    {
        double? first = null;
        for (int at = 0; at < pcm.Length; at += 800)
        {
            if (recogniser.Accept(pcm.AsSpan(at, 800)) && recogniser.Result() is { Words.Count: > 0 } result)
            {
                first ??= result.Words[0].Start;
            }
        }

        return recogniser.Finish() is { Words.Count: > 0 } last ? first ?? last.Words[0].Start : first!.Value;
    }

    private RecogniserPool Pool(long maxBytes = long.MaxValue, int spares = 0)
    {
        return new RecogniserPool(() => new VoskRecogniser(_model, _rate), maxBytes, spares);
    }
}
