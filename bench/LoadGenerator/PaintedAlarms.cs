namespace Supervision.LoadGenerator;

/// <summary>When each alarm, with so many reasons, was first painted in the browser. Thread-safe.</summary>
internal sealed class PaintedAlarms(TimeProvider time)
{
    private readonly List<(Guid Alarm, int Reasons, long Timestamp)> paints = [];
    private readonly Lock gate = new();

    /// <param name="alarm">The alarm of the card.</param>
    /// <param name="reasons">How many reasons the card told.</param>
    /// <param name="atUnixMs">By the browser's clock, which is this machine's, just now: both count it back to the load's clock.</param>
    internal void Saw(Guid alarm, int reasons, double atUnixMs)
    {
        double agoMs = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds - atUnixMs;
        long timestamp = time.GetTimestamp() - (long)(agoMs * time.TimestampFrequency / 1000);
        lock (gate)
        {
            paints.Add((alarm, reasons, timestamp));
        }
    }

    /// <summary>From the last packet of the words to the first painting that told the reason, ascending, in ms; without those never painted.</summary>
    internal IReadOnlyList<double> SortedMs(IEnumerable<TimedReason> reasons)
    {
        lock (gate)
        {
            return
            [
                .. from reason in reasons
                   let paint = paints.Find(paint => paint.Alarm == reason.Alarm && paint.Reasons >= reason.Reasons)
                   where paint.Timestamp != 0
                   let laterMs = (paint.Timestamp - reason.Arrival) * 1000.0 / time.TimestampFrequency
                   orderby reason.LatencyMs + laterMs
                   select reason.LatencyMs + laterMs,
            ];
        }
    }
}
