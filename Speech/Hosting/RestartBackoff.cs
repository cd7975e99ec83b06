namespace Supervision.Speech.Hosting;

/// <summary>When the next worker may start: at once after a long life, later and later after early deaths. Not thread-safe.</summary>
internal sealed class RestartBackoff(TimeProvider time)
{
    /// <summary>A worker that lived this long died of its work and not of its start.</summary>
    internal static readonly TimeSpan LongLife = TimeSpan.FromSeconds(30);

    /// <summary>After this many early deaths in a row the engine counts as failed.</summary>
    internal const int FailedAfter = 3;

    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.Zero,
        TimeSpan.FromMilliseconds(500),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromSeconds(60),
    ];

    private long _from;
    private TimeSpan _delay;

    /// <summary>Deaths in a row before <see cref="LongLife"/>.</summary>
    internal int EarlyDeaths { get; private set; }

    internal bool MayStart => time.GetElapsedTime(_from) >= _delay;

    /// <param name="life">From ready to death; zero when it never was ready.</param>
    internal void Died(TimeSpan life)
    {
        EarlyDeaths = life >= LongLife ? 0 : EarlyDeaths + 1;
        _from = time.GetTimestamp();
        _delay = Delays[Math.Min(EarlyDeaths, Delays.Length - 1)];
        if (life > TimeSpan.Zero && EarlyDeaths <= 1)
        {
            // One death in a working engine is answered at once: lanes are waiting.
            _delay = TimeSpan.Zero;
        }
    }

    /// <summary>Another model: what the last one did says nothing of it.</summary>
    internal void Reset()
    {
        EarlyDeaths = 0;
        _delay = TimeSpan.Zero;
    }
}
