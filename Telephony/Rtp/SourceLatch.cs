using System.Net;
using Supervision.Shared.Audio;

namespace Supervision.Telephony.Rtp;

/// <summary>
/// Which address a line listens to. The first that sends owns the line, since a NAT may hide where signalling said media comes from;
/// another is refused, so that nobody who guesses a port talks into a call, unless the owner has been silent for
/// <see cref="SilenceSamples"/> and the other sends <see cref="LeastPackets"/> packets in a row (a NAT that changed its mind, a gateway
/// that failed over). The host that signalling named takes the line from any other host at once: who sprays packets over the ports before
/// a call begins, or into its pauses, does not keep its own peer out. Used under the session's lock.
/// </summary>
internal sealed class SourceLatch
{
    /// <summary>1 s.</summary>
    internal const int SilenceSamples = G711.SampleRate;

    /// <summary>Packets of one other source in a row.</summary>
    internal const int LeastPackets = 5;

    private readonly byte[] _owner = new byte[MaxAddressBytes];
    private readonly byte[] _other = new byte[MaxAddressBytes];
    private int _ownerLength;
    private int _otherLength;
    private int _otherPackets;
    private long _ownerHeard;
    private SocketAddress? _expected;

    /// <summary>sockaddr_in6 takes 28 bytes.</summary>
    private const int MaxAddressBytes = 32;

    /// <summary>The next source owns the line: signalling moved the peer.</summary>
    internal void Release()
    {
        _ownerLength = 0;
        _otherLength = 0;
    }

    /// <summary>Signalling names the peer's host, in the form that this line's sockets see; null when it named none.</summary>
    internal void Expect(SocketAddress? host) => _expected = host;

    /// <summary>True when a packet from <paramref name="source"/> is to be taken.</summary>
    internal bool Accepts(SocketAddress source, long now)
    {
        ReadOnlySpan<byte> address = source.Buffer.Span[..Math.Min(source.Size, MaxAddressBytes)];
        if (address.SequenceEqual(_owner.AsSpan(0, _ownerLength)))
        {
            _ownerHeard = now;
            _otherLength = 0;
            return true;
        }

        if (_ownerLength == 0 || IsRightfulOwner(address) || IsHandOver(address, now))
        {
            address.CopyTo(_owner);
            _ownerLength = address.Length;
            _otherLength = 0;
            _ownerHeard = now;
            return true;
        }

        return false;
    }

    /// <summary>True when the owner's address, ports aside, is <paramref name="source"/>'s: RTCP comes from the port beside.</summary>
    internal bool IsSameHost(SocketAddress source)
    {
        ReadOnlySpan<byte> address = source.Buffer.Span[..Math.Min(source.Size, MaxAddressBytes)];

        // sockaddr: family, port at 2, then the address; the same layout in IPv4 and IPv6 as far as the port goes.
        return address.Length == _ownerLength
            && address[..2].SequenceEqual(_owner.AsSpan(0, 2))
            && address[4..].SequenceEqual(_owner.AsSpan(4, _ownerLength - 4));
    }

    /// <summary>It comes from the host that signalling named, and the owner does not.</summary>
    private bool IsRightfulOwner(ReadOnlySpan<byte> address)
    {
        if (_expected is null)
        {
            return false;
        }

        ReadOnlySpan<byte> expected = Host(_expected.Buffer.Span[.._expected.Size]);
        return Host(address).SequenceEqual(expected) && !Host(_owner.AsSpan(0, _ownerLength)).SequenceEqual(expected);
    }

    /// <summary>The IP address inside: 4 bytes at 4 of sockaddr_in, 16 at 8 of sockaddr_in6.</summary>
    private static ReadOnlySpan<byte> Host(ReadOnlySpan<byte> address) => address.Length >= 24 ? address[8..24] : address[4..8];

    private bool IsHandOver(ReadOnlySpan<byte> address, long now)
    {
        if (now - _ownerHeard < SilenceSamples)
        {
            _otherLength = 0;
            return false;
        }

        if (!address.SequenceEqual(_other.AsSpan(0, _otherLength)))
        {
            address.CopyTo(_other);
            _otherLength = address.Length;
            _otherPackets = 0;
        }

        return ++_otherPackets >= LeastPackets;
    }
}
