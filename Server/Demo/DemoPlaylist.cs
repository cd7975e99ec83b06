namespace Supervision.Server.Demo;

/// <summary>Says which call comes next: round after round in order; violent ones in the first round and then in one of several. Thread-safe.</summary>
internal sealed class DemoPlaylist
{
    private readonly Lock gate = new();
    private readonly IReadOnlyList<DemoCall> calls;
    private readonly int violentRounds;
    private int next;
    private int round;

    /// <exception cref="InvalidDataException">There is no peaceful call.</exception>
    internal DemoPlaylist(IReadOnlyList<DemoCall> calls, int violentRounds)
    {
        this.calls = calls.Any(call => !call.IsViolent) ? calls : throw new InvalidDataException("The demonstration has no peaceful call.");
        this.violentRounds = violentRounds;
    }

    internal DemoCall Next()
    {
        lock (gate)
        {
            while (true)
            {
                DemoCall call = calls[next];
                bool isPlayed = !call.IsViolent || round % violentRounds == 0;
                next = (next + 1) % calls.Count;
                round += next == 0 ? 1 : 0;
                if (isPlayed)
                {
                    return call;
                }
            }
        }
    }
}
