namespace Supervision.Server.Listening;

/// <summary>What listening did since the start, for <c>/health</c>. Safe from any thread.</summary>
internal sealed class ListeningCounters
{
    private int _listening;
    private long _begun;
    private long _framesDropped;

    /// <summary>People who listen now.</summary>
    internal int Listening => Volatile.Read(ref _listening);

    internal long Begun => Interlocked.Read(ref _begun);

    /// <summary>20 ms frames that a slow connection did not get.</summary>
    internal long FramesDropped => Interlocked.Read(ref _framesDropped);

    /// <summary>False when <paramref name="most"/> listen already.</summary>
    internal bool TryEnter(int most)
    {
        if (Interlocked.Increment(ref _listening) > most)
        {
            Interlocked.Decrement(ref _listening);
            return false;
        }

        return true;
    }

    internal void Leave() => Interlocked.Decrement(ref _listening);

    internal void AddBegun() => Interlocked.Increment(ref _begun);

    internal void AddDropped() => Interlocked.Increment(ref _framesDropped);
}
