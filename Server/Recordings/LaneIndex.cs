namespace Supervision.Server.Recordings;

/// <summary>For each second of one lane, the first and the last record that hold payload of it.</summary>
internal sealed class LaneIndex
{
    private readonly Dictionary<long, (int First, int Last)> seconds = [];

    internal void Add(long second, int ordinal)
    {
        // Records come in the order of the file.
        seconds[second] = seconds.TryGetValue(second, out (int First, int Last) range) ? (range.First, ordinal) : (ordinal, ordinal);
    }

    /// <summary>Span of the records of the seconds from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    internal bool TryFind(long from, long to, out int first, out int last)
    {
        first = int.MaxValue;
        last = -1;
        for (long second = from; second <= to; second++)
        {
            if (seconds.TryGetValue(second, out (int First, int Last) range))
            {
                first = Math.Min(first, range.First);
                last = Math.Max(last, range.Last);
            }
        }

        return last >= 0;
    }
}
