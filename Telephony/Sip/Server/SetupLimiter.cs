using System.Net;

namespace Supervision.Telephony.Sip.Server;

/// <summary>
/// New calls, or other requests, a second from one source address: a bucket of one second's worth each, refilled steadily. Used on the
/// signalling queue only.
/// </summary>
internal sealed class SetupLimiter(int perSecond, TimeProvider time)
{
    /// <summary>Addresses remembered; beyond, full buckets are forgotten, they count for nothing.</summary>
    internal const int MaxAddresses = 4096;

    private readonly Dictionary<IPAddress, (double Tokens, long At)> _buckets = [];

    internal bool TryTake(IPAddress source)
    {
        long now = time.GetTimestamp();
        double tokens = _buckets.TryGetValue(source, out (double Tokens, long At) bucket) ? Refilled(bucket, now) : perSecond;
        bool granted = tokens >= 1;
        if (_buckets.Count >= MaxAddresses)
        {
            Forget(now);
        }

        // Still full of addresses that are all busy: a new one is refused, or memory would grow with forged sources.
        if (_buckets.Count >= MaxAddresses && !_buckets.ContainsKey(source))
        {
            return false;
        }

        _buckets[source] = (granted ? tokens - 1 : tokens, now);
        return granted;
    }

    private double Refilled((double Tokens, long At) bucket, long now) =>
        Math.Min(perSecond, bucket.Tokens + (time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond));

    private void Forget(long now)
    {
        foreach ((IPAddress address, (double Tokens, long At) bucket) in _buckets)
        {
            if (Refilled(bucket, now) >= perSecond)
            {
                // Removing while enumerating is allowed by Dictionary.
                _buckets.Remove(address);
            }
        }
    }
}
