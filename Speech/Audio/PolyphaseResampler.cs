using System.Numerics.Tensors;

namespace Supervision.Speech.Audio;

/// <summary>
/// Brings 16-bit audio from one rate to another by a polyphase FIR: a Kaiser-windowed sinc, one phase a fraction of an input sample.
/// Streams: blocks of any size give the same samples. Used by one thread at a time; nothing is allocated after construction.
/// </summary>
/// <remarks>The output trails the input by half a phase: 24 samples of 8 kHz = 3 ms, below the 30 ms step of word times.</remarks>
internal sealed class PolyphaseResampler
{
    /// <summary>Rate of G.711.</summary>
    internal const int TelephoneRate = 8000;

    /// <summary>
    /// 48 taps × 2 phases = 96 at 16 kHz: with <see cref="KaiserBeta"/> the transition is (70 − 7.95) / (14.36 × 96) × 16 kHz = 720 Hz
    /// around 4 kHz, so that the telephone's band, up to 3.4 kHz, passes and its images above 4.6 kHz are 70 dB down.
    /// </summary>
    private const int TapsPerPhase = 48;

    /// <summary>0.1102 × (70 dB − 8.7), Kaiser's formula for a stop band 70 dB down.</summary>
    private const double KaiserBeta = 6.76;

    private readonly int _up;
    private readonly int _down;
    private readonly float[][] _phases;

    /// <summary>The last taps of the past, then the block.</summary>
    private float[] _work = new float[TapsPerPhase - 1 + 4096];

    /// <summary>Position of the next output, in 1/up of an input sample, relative to the next block's first.</summary>
    private long _next;

    internal PolyphaseResampler(int fromRate, int toRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(toRate, 1);
        int divisor = Gcd(fromRate, toRate);
        _up = toRate / divisor;
        _down = fromRate / divisor;
        _phases = BuildPhases(_up, _down);
    }

    /// <summary>Most samples that <paramref name="input"/> samples can give.</summary>
    internal int MaxOutput(int input) => (int)(((long)input * _up / _down) + 2);

    /// <summary>Forgets the past: what comes next follows silence.</summary>
    internal void Reset()
    {
        _work.AsSpan(0, TapsPerPhase - 1).Clear();
        _next = 0;
    }

    /// <summary>Gives the samples written to <paramref name="output"/>, which holds at least <see cref="MaxOutput"/>.</summary>
    internal int Process(ReadOnlySpan<short> input, Span<short> output)
    {
        const int history = TapsPerPhase - 1;
        if (_work.Length < history + input.Length)
        {
            Array.Resize(ref _work, history + input.Length);
        }

        for (int i = 0; i < input.Length; i++)
        {
            _work[history + i] = input[i];
        }

        int written = 0;
        long end = (long)input.Length * _up;
        for (; _next < end; _next += _down)
        {
            int sample = (int)(_next / _up);
            float[] phase = _phases[(int)(_next % _up)];
            float value = TensorPrimitives.Dot<float>(_work.AsSpan(sample, TapsPerPhase), phase);
            output[written++] = (short)Math.Clamp(MathF.Round(value), short.MinValue, short.MaxValue);
        }

        _next -= end;
        _work.AsSpan(input.Length, history).CopyTo(_work);
        return written;
    }

    /// <summary>Phase p holds taps p, p + up, p + 2 up…, reversed so that a phase is a dot product with the past in order.</summary>
    private static float[][] BuildPhases(int up, int down)
    {
        int length = TapsPerPhase * up;
        double[] prototype = new double[length];
        double cutoff = 0.5 / Math.Max(up, down);
        double centre = (length - 1) / 2.0;
        for (int i = 0; i < length; i++)
        {
            double x = i - centre;
            double sinc = x == 0 ? 2 * cutoff : Math.Sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
            double edge = x / ((length - 1) / 2.0);
            prototype[i] = sinc * Bessel0(KaiserBeta * Math.Sqrt(Math.Max(0, 1 - (edge * edge)))) / Bessel0(KaiserBeta);
        }

        float[][] phases = new float[up][];
        for (int phase = 0; phase < up; phase++)
        {
            phases[phase] = new float[TapsPerPhase];
            double sum = 0;
            for (int tap = 0; tap < TapsPerPhase; tap++)
            {
                sum += prototype[phase + (tap * up)];
            }

            // Each phase passes a constant unchanged, so that no tone appears at the phases' rate.
            for (int tap = 0; tap < TapsPerPhase; tap++)
            {
                phases[phase][TapsPerPhase - 1 - tap] = (float)(prototype[phase + (tap * up)] / sum);
            }
        }

        return phases;
    }

    /// <summary>Modified Bessel function of order zero, by its series.</summary>
    private static double Bessel0(double x)
    {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-12 * sum; k++)
        {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }

        return sum;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
