using Supervision.Telephony.Media;

namespace Supervision.Telephony.Rtp;

/// <summary>Tells when a call's media stops and comes again. Times in samples since the call's start; used under the session's lock.</summary>
/// <param name="timeout">Without packets for so long, they have stopped.</param>
/// <param name="limit">Without RTP for so long, the call is lost whatever else comes: who only reports, for ever, has nothing to be recorded.</param>
internal sealed class MediaWatch(long timeout, long limit)
{
    private long _lastMedia;
    private long _lastAlive;
    private long _expectedSince;
    private MediaNews _told;
    private long _toldAt;

    /// <summary>As told last.</summary>
    internal bool IsSilent => _told == MediaNews.Silent;

    /// <summary>Nothing was expected before: a hold ends, the call is answered.</summary>
    internal void Expect(long now) => _expectedSince = now;

    /// <summary>A packet of RTP from the line's own source.</summary>
    internal void OnMedia(long now) => _lastMedia = _lastAlive = now;

    /// <summary>RTCP of a line whose RTP has come: the peer is there and sends nothing for now.</summary>
    internal void OnAlive(long now) => _lastAlive = now;

    /// <summary>What is to be told now; null when nothing changed.</summary>
    internal MediaNews? Look(long now, bool isExpected)
    {
        MediaNews found = _told;
        if (_told != MediaNews.Flowing && _lastMedia > _toldAt)
        {
            found = MediaNews.Flowing;
        }
        else if (isExpected && HasStopped(_lastMedia, now, timeout))
        {
            found = HasStopped(_lastAlive, now, timeout) || HasStopped(_lastMedia, now, limit) ? MediaNews.Lost : MediaNews.Silent;
        }

        if (found == _told)
        {
            return null;
        }

        (_told, _toldAt) = (found, now);
        return found;
    }

    private bool HasStopped(long last, long now, long after) => now - Math.Max(last, _expectedSince) >= after;
}
