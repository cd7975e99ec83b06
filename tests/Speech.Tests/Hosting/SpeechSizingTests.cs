using Supervision.Speech.Hosting;

namespace Supervision.Speech.Tests.Hosting;

public sealed class SpeechSizingTests
{
    private const long Gigabyte = 1L << 30;

    [Fact]
    public void For_SmallModelAndEnoughMemory_TwoWorkersShareTheProcessors()
    {
        SpeechSizing sizing = SpeechSizing.For(new SpeechSettings(), 10 << 20, 8 * Gigabyte, 8);

        Assert.Equal((2, 4), (sizing.Workers, sizing.Threads));
    }

    [Fact]
    public void For_LittleMemory_OneWorkerWithAllProcessors()
    {
        SpeechSizing sizing = SpeechSizing.For(new SpeechSettings(), 130L << 20, 2 * Gigabyte, 4);

        Assert.Equal((1, 4), (sizing.Workers, sizing.Threads));
    }

    [Fact]
    public void For_OneProcessor_StillOneThreadEach()
    {
        Assert.Equal(1, SpeechSizing.For(new SpeechSettings(), 10 << 20, 8 * Gigabyte, 1).Threads);
    }

    [Fact]
    public void For_Settings_Win()
    {
        var settings = new SpeechSettings { Workers = 3, Threads = 5, MaxWorkerMemoryMb = 777 };

        Assert.Equal(new SpeechSizing(3, 5, 777), SpeechSizing.For(settings, 10 << 20, Gigabyte, 1));
    }
}
