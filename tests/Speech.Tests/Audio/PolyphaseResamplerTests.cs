using Supervision.Speech.Audio;
using Supervision.Testing;

namespace Supervision.Speech.Tests.Audio;

public sealed class PolyphaseResamplerTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(2000)]
    [InlineData(3000)]
    [InlineData(3400)]
    public void Process_ToneInTelephoneBand_PassesWithinHalfADecibel(double frequency)
    {
        double[] output = Resample(frequency, 8000, 16_000);

        Assert.InRange(ToDb(Amplitude(output, frequency, 16_000) / 10_000), -0.5, 0.5);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(2500)]
    [InlineData(3400)]
    public void Process_ToneInTelephoneBand_ItsImageIs60DecibelsDown(double frequency)
    {
        double[] output = Resample(frequency, 8000, 16_000);

        // Doubling the rate mirrors f at 8000 − f.
        Assert.True(ToDb(Amplitude(output, 8000 - frequency, 16_000) / 10_000) < -60);
    }

    [Fact]
    public void Process_ToAThirdRate_KeepsTheTone()
    {
        double[] output = Resample(1000, 8000, 11_025);

        Assert.InRange(output.Length, 11_020, 11_026);
        Assert.InRange(ToDb(Amplitude(output, 1000, 11_025) / 10_000), -0.5, 0.5);
    }

    [Fact]
    public void Process_AnyBlockSizes_GivesTheSameSamples()
    {
        short[] input = Tone(700, 8000);
        var whole = new PolyphaseResampler(8000, 16_000);
        var pieces = new PolyphaseResampler(8000, 16_000);
        short[] expected = new short[whole.MaxOutput(input.Length)];
        int expectedCount = whole.Process(input, expected);

        var actual = new List<short>();
        short[] buffer = new short[pieces.MaxOutput(400)];
        for (int at = 0, size = 1; at < input.Length; at += size, size = (size * 7 % 397) + 1)
        {
            ReadOnlySpan<short> block = input.AsSpan(at, Math.Min(size, input.Length - at));
            actual.AddRange(buffer.AsSpan(0, pieces.Process(block, buffer)));
        }

        Assert.Equal(expected[..expectedCount], actual);
    }

    [Fact]
    public void Process_FullScaleSquare_ClampsInsteadOfWrapping()
    {
        short[] input = [.. Enumerable.Range(0, 800).Select(i => i / 8 % 2 == 0 ? short.MaxValue : short.MinValue)];
        var resampler = new PolyphaseResampler(8000, 16_000);
        short[] output = new short[resampler.MaxOutput(input.Length)];

        int count = resampler.Process(input, output);

        // A wrapped sample would jump by nearly the whole range inside a half wave.
        Assert.All(Enumerable.Range(200, count - 400), i => Assert.True(Math.Abs(output[i] - output[i - 1]) < 45_000));
        Assert.Contains(short.MaxValue, output);
    }

    [Fact]
    public void Process_OnceWarm_AllocatesNothing()
    {
        short[] input = Tone(500, 800);
        var resampler = new PolyphaseResampler(8000, 16_000);
        short[] output = new short[resampler.MaxOutput(input.Length)];
        resampler.Process(input, output);

        Assert.Equal(0, Allocations.Least(() => resampler.Process(input, output)));
    }

    private static double[] Resample(double frequency, int from, int to)
    {
        short[] input = Tone(frequency, from);
        var resampler = new PolyphaseResampler(from, to);
        short[] output = new short[resampler.MaxOutput(input.Length)];
        int count = resampler.Process(input, output);
        return [.. output.Take(count).Select(sample => (double)sample)];
    }

    private static short[] Tone(double frequency, int samples)
    {
        return [.. Enumerable.Range(0, samples).Select(i => (short)Math.Round(10_000 * Math.Sin(2 * Math.PI * frequency * i / 8000)))];
    }

    /// <summary>Amplitude at one frequency over the middle of the signal, under a Hann window, so that other tones do not leak in.</summary>
    private static double Amplitude(double[] signal, double frequency, int rate)
    {
        int start = 200;
        int count = signal.Length - 400;
        double re = 0;
        double im = 0;
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / count));
            double angle = 2 * Math.PI * frequency * (start + i) / rate;
            re += window * signal[start + i] * Math.Cos(angle);
            im += window * signal[start + i] * Math.Sin(angle);
            sum += window;
        }

        return 2 * Math.Sqrt((re * re) + (im * im)) / sum;
    }

    private static double ToDb(double ratio) => 20 * Math.Log10(Math.Max(ratio, 1e-9));
}
