namespace Supervision.Speech.Worker;

/// <summary>
/// At most five partials in any second. Counted over the second and not by a pause after each, so that a word which follows closely
/// upon another is shown at once. Used by one thread at a time.
/// </summary>
internal sealed class PartialRate(TimeProvider time)
{
    internal const int PerSecond = 5;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly long[] _sent = new long[PerSecond];
    private int _oldest;
    private int _count;

    internal bool Allows() => _count < PerSecond || time.GetElapsedTime(_sent[_oldest]) >= Window;

    /// <summary>One was sent now.</summary>
    internal void Count()
    {
        _sent[_oldest] = time.GetTimestamp();
        _oldest = (_oldest + 1) % PerSecond;
        _count = Math.Min(PerSecond, _count + 1);
    }
}
