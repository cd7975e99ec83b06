using System.Diagnostics;

namespace Supervision.Fuzz;

/// <summary>An input that broke a parser.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Index">Which input of the run it was.</param>
/// <param name="Input">The bytes.</param>
/// <param name="Reason">The exception, or how long it took.</param>
public sealed record FuzzFailure(string Target, long Index, byte[] Input, string Reason)
{
    public override string ToString() => $"{Target}: input {Index} ({Input.Length} bytes): {Reason}{Environment.NewLine}{Convert.ToHexString(Input)}";
}

/// <summary>Runs mutated inputs through a target until one fails or all have passed.</summary>
public static class FuzzRun
{
    /// <summary>One input may not take longer, measured three times so that a busy machine is no failure.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(100);

    /// <summary>After so long an input is taken for one that never ends.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    /// <summary>Null when every input passed. The same numbers give the same inputs.</summary>
    public static FuzzFailure? Run(IFuzzTarget target, long inputs, int seed)
    {
        Mutator mutator = new(target.Seeds, seed);
        Progress progress = new();
        Thread thread = new(() => RunAll(target, inputs, mutator, progress)) { IsBackground = true, Name = $"fuzz {target.Name}" };
        thread.Start();
        long seen = -1;
        while (!thread.Join(Hang))
        {
            (long index, byte[] input) = (progress.Index, progress.Input);
            if (index == seen)
            {
                return new FuzzFailure(target.Name, index, input, $"did not end within {Hang.TotalSeconds} s");
            }

            seen = index;
        }

        return progress.Failure;
    }

    private static void RunAll(IFuzzTarget target, long inputs, Mutator mutator, Progress progress)
    {
        foreach (byte[] valid in target.Seeds)
        {
            progress.Failure ??= RunOne(target, -1, valid);
        }

        for (long i = 0; i < inputs && progress.Failure is null; i++)
        {
            byte[] input = mutator.Next();
            progress.Input = input;
            progress.Index = i;
            progress.Failure = RunOne(target, i, input);
        }
    }

    private static FuzzFailure? RunOne(IFuzzTarget target, long index, byte[] input)
    {
        try
        {
            TimeSpan taken = Measure(target, input);
            for (int again = 0; again < 2 && taken > Bound; again++)
            {
                taken = TimeSpan.FromTicks(Math.Min(taken.Ticks, Measure(target, input).Ticks));
            }

            return taken > Bound ? new FuzzFailure(target.Name, index, input, $"took {taken.TotalMilliseconds:F0} ms") : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new FuzzFailure(target.Name, index, input, e.ToString());
        }
    }

    private static TimeSpan Measure(IFuzzTarget target, byte[] input)
    {
        long start = Stopwatch.GetTimestamp();
        target.Run(input);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Written by the run's thread, read by the one that waits.</summary>
    private sealed class Progress
    {
        internal volatile byte[] Input = [];
        internal volatile FuzzFailure? Failure;
        private long _index;

        internal long Index
        {
            get => Interlocked.Read(ref _index);
            set => Interlocked.Exchange(ref _index, value);
        }
    }
}
