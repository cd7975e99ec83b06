using Supervision.Grains.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Listening;

/// <summary>
/// Where one call's audio may be heard. The media thread asks <see cref="IsListenedTo"/>, one volatile read, and goes on when nobody
/// listens. Listeners come and go from any thread, by copy.
/// </summary>
internal sealed class CallTap(ICallGrain grain, TimeProvider time)
{
    private readonly Lock _gate = new();
    private volatile Ear[]? _ears;
    private bool _isClosed;

    internal bool IsListenedTo => _ears is not null;

    /// <summary>On the media thread; hands over nothing that is said in a pause or after a refusal.</summary>
    internal void Hear(in AudioFrame frame)
    {
        if (_ears is not { } ears || !grain.MayBeHeard)
        {
            return;
        }

        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (Ear ear in ears)
        {
            ear.Hear(in frame, now);
        }
    }

    /// <summary>False when the call is over or <paramref name="most"/> listen already.</summary>
    internal bool TryAdd(Ear ear, int most)
    {
        lock (_gate)
        {
            Ear[] present = _ears ?? [];
            if (_isClosed || present.Length >= most)
            {
                return false;
            }

            _ears = [.. present, ear];
            return true;
        }
    }

    internal void Remove(Ear ear)
    {
        lock (_gate)
        {
            Ear[] left = [.. (_ears ?? []).Where(one => one != ear)];
            _ears = left.Length > 0 ? left : null;
        }
    }

    /// <summary>The call is over: nobody hears anything more.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (Ear ear in _ears ?? [])
            {
                ear.Close();
            }

            _ears = null;
        }
    }
}
