using Supervision.Speech.Aggression;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Tests.Wire;

public sealed class AggressionStatsTests
{
    private static readonly AggressionStats Stats = new()
    {
        State = AggressionState.Failed,
        Windows = 1L << 40,
        Runs = 2,
        CpuMicroseconds = 3,
        Dropped = 4,
        WaitMs = 5,
    };

    [Fact]
    public void Stats_WrittenAndRead_AreTheSame()
    {
        var writer = new FrameWriter();
        Stats.Write(writer, "modèle abîmé");
        var reader = new FrameReader();
        writer.Written.CopyTo(reader.Free());
        reader.Advance(writer.Length);

        Assert.True(reader.TryRead(out FrameType type, out _, out FrameBody body));
        Assert.Equal(FrameType.Aggression, type);
        Assert.Equal(Stats, AggressionStats.Read(ref body, out string fault));
        Assert.Equal("modèle abîmé", fault);
        Assert.True(body.IsEmpty);
    }

    [Fact]
    public void Plus_TwoWorkers_SumsWhatTheyDidAndKeepsTheFirstsState()
    {
        AggressionStats sum = new AggressionStats { State = AggressionState.Scoring, Windows = 10, WaitMs = 7 }.Plus(Stats);

        Assert.Equal(
            new AggressionStats { State = AggressionState.Scoring, Windows = (1L << 40) + 10, Runs = 2, CpuMicroseconds = 3, Dropped = 4, WaitMs = 7 }, sum);
    }
}
