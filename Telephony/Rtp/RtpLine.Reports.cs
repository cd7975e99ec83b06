using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Supervision.Shared.Audio;

namespace Supervision.Telephony.Rtp;

/// <summary>RTCP of the line: what the sender reports, and our receiver reports at randomised intervals (RFC 3550 §6).</summary>
internal sealed partial class RtpLine
{
    /// <summary>Least mean interval, in samples (RFC 3550 §6.2): 5 s.</summary>
    private const int MeanInterval = 5 * G711.SampleRate;

    /// <summary>e − 3/2, by which timer reconsideration shortens the mean (RFC 3550 §6.3.1).</summary>
    private const double Compensation = 1.21828;

    private readonly int _maxHold;
    private readonly uint _ownSsrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
    private readonly byte[] _report = new byte[RtcpWriter.MaxBytes];
    private SocketAddress? _remote;
    private long _reportDue;
    private uint _lastSenderReport;
    private long _senderReportArrival;
    private uint _senderReportSsrc;

    /// <summary>From the pump: a datagram on the RTCP port.</summary>
    internal void OnRtcp(ReadOnlySpan<byte> datagram, SocketAddress source)
    {
        lock (_session.Gate)
        {
            if (_session.IsClosed)
            {
                return;
            }

            if (!_latch.IsSameHost(source) && !IsRemoteHost(source))
            {
                _counters.WrongSource++;
                return;
            }

            _counters.RtcpReceived++;
            bool saysGoodbye = false;
            RtcpReader reader = new(datagram);
            while (reader.TryRead(out RtcpPacket packet))
            {
                saysGoodbye |= packet.Type == RtcpType.Goodbye;
                Take(packet);
            }

            if (reader.IsMalformed)
            {
                _counters.RtcpMalformed++;
            }
            else if (_hasMedia && !saysGoodbye)
            {
                // RFC 3550 §6.3.5: who still reports has not left, whether or not it sends. Reports alone say that its RTP never comes through.
                _session.OnAlive(_session.Now());
            }
        }
    }

    /// <summary>Says goodbye to the peer (RFC 3550 §6.3.7); the ports are still open.</summary>
    internal void SendGoodbye() => SendReport(goodbye: true, _session.Now());

    private void InitialiseReports()
    {
        // RFC 3550 §6.2: the first report comes after half the interval.
        _reportDue = _session.Now() + (RandomInterval() / 2);
    }

    private static long RandomInterval() => (long)(MeanInterval * (0.5 + Random.Shared.NextDouble()) / Compensation);

    private void SetRemote(IPEndPoint? remote) => _remote = remote is null || remote.Port == 0 ? null : AsSeen(remote);

    /// <summary>An IPv4 peer of a dual-mode socket is addressed by its mapped form.</summary>
    private SocketAddress AsSeen(IPEndPoint peer)
    {
        bool isMapped = peer.AddressFamily == AddressFamily.InterNetwork && Rtcp?.Socket.AddressFamily == AddressFamily.InterNetworkV6;
        return (isMapped ? new IPEndPoint(peer.Address.MapToIPv6(), peer.Port) : peer).Serialize();
    }

    /// <summary>RTCP may come before the first RTP packet, from where signalling said.</summary>
    private bool IsRemoteHost(SocketAddress source)
    {
        if (_remote is null || source.Size != _remote.Size)
        {
            return false;
        }

        // Family and address, without the port at 2 and 3.
        ReadOnlySpan<byte> heard = source.Buffer.Span[..source.Size];
        ReadOnlySpan<byte> told = _remote.Buffer.Span[.._remote.Size];
        return heard[..2].SequenceEqual(told[..2]) && heard[4..].SequenceEqual(told[4..]);
    }

    private void Take(in RtcpPacket packet)
    {
        if (packet.TryGetSenderReport(out RtcpSenderReport report))
        {
            _lastSenderReport = report.NtpMiddle;
            _senderReportSsrc = report.Ssrc;
            _senderReportArrival = _session.Now();
        }
        else if (_reception.IsActive && packet.SaysGoodbyeFor(_reception.Ssrc))
        {
            // RFC 3550 §6.6: nothing of this source is to come, so nothing is worth waiting for. Signalling ends the call.
            _jitter.Drain();
        }
    }

    private void SendReportWhenDue(long now)
    {
        if (now >= _reportDue)
        {
            _reportDue = now + RandomInterval();
            SendReport(goodbye: false, now);
        }
    }

    private void SendReport(bool goodbye, long now)
    {
        if (_remote is null)
        {
            return;
        }

        RtcpReportBlock? block = _reception.IsActive ? BuildBlock(now) : null;
        int length = RtcpWriter.Write(_report, _ownSsrc, block, _session.Cname, goodbye);
        try
        {
            Rtcp.Socket.SendTo(_report.AsSpan(0, length), SocketFlags.None, _remote);
            _counters.RtcpSent++;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _counters.SendFailures++;
        }
    }

    private RtcpReportBlock BuildBlock(long now)
    {
        _reception.TakeLoss(out byte fraction, out int cumulative);
        bool hasSenderReport = _lastSenderReport != 0 && _senderReportSsrc == _reception.Ssrc;

        // DLSR counts in 1/65536 s (RFC 3550 §6.4.1); 8,000 samples are one second.
        uint delay = hasSenderReport ? (uint)((now - _senderReportArrival) * 65536 / G711.SampleRate) : 0;
        return new RtcpReportBlock(
            _reception.Ssrc,
            fraction,
            cumulative,
            (uint)(_reception.HighestSequence - 0x10000),
            _reception.Jitter,
            hasSenderReport ? _lastSenderReport : 0,
            delay);
    }
}
