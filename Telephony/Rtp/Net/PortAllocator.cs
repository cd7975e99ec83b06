using System.Net;

namespace Supervision.Telephony.Rtp.Net;

/// <summary>
/// Lends pairs of ports out of <c>Rtp:PortRange</c>: RTP even, RTCP the odd one above (RFC 3550 §11). Goes round the range, so that a
/// freed pair rests as long as possible before late packets of an old call could reach a new one. Thread-safe.
/// </summary>
internal sealed class PortAllocator
{
    private readonly Lock _gate = new();
    private readonly int _first;
    private readonly bool[] _lent;
    private int _next;

    internal PortAllocator(int first, int last)
    {
        _first = (first + 1) & ~1;
        _lent = new bool[Math.Max(0, (last - _first + 1) / 2)];
    }

    /// <summary>Binds a free pair; false when all are lent or taken by others.</summary>
    internal bool TryBind(IPAddress local, DatagramHandler onRtp, DatagramHandler onRtcp, out UdpPort rtp, out UdpPort rtcp)
    {
        lock (_gate)
        {
            for (int tried = 0; tried < _lent.Length; tried++)
            {
                int index = _next;
                _next = (_next + 1) % _lent.Length;
                if (!_lent[index] && TryBindPair(local, _first + (index * 2), onRtp, onRtcp, out rtp, out rtcp))
                {
                    _lent[index] = true;
                    return true;
                }
            }
        }

        rtp = null!;
        rtcp = null!;
        return false;
    }

    /// <summary>Gives a pair back; its sockets are closed by then.</summary>
    internal void Release(int rtpPort)
    {
        lock (_gate)
        {
            _lent[(rtpPort - _first) / 2] = false;
        }
    }

    private static bool TryBindPair(IPAddress local, int port, DatagramHandler onRtp, DatagramHandler onRtcp, out UdpPort rtp, out UdpPort rtcp)
    {
        rtcp = null!;
        rtp = UdpPort.TryBind(local, port, onRtp)!;
        if (rtp is null)
        {
            return false;
        }

        rtcp = UdpPort.TryBind(local, port + 1, onRtcp)!;
        if (rtcp is null)
        {
            rtp.Dispose();
            return false;
        }

        return true;
    }
}
