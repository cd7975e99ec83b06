using System.Net;
using System.Net.Sockets;

namespace Supervision.EndToEnd.Harness;

/// <summary>
/// Ports for the servers under test, all below the ephemeral range: no outgoing connection takes one between two lives of a server.
/// Safe from any thread.
/// </summary>
internal static class TestPorts
{
    private const int First = 30_000;

    /// <summary>Up to 32,767: Linux's own choices begin at 32,768.</summary>
    private const int Count = 2768;

    private const int FirstRtp = 12_000;

    /// <summary>Sixty calls of two lanes, RTP and RTCP, twice over.</summary>
    private const int RtpPortsOfOne = 500;

    /// <summary>Up to 29,999.</summary>
    private const int RtpRanges = 36;

    private static int next = Environment.ProcessId * 64;
    private static int nextRtp = Environment.ProcessId;

    /// <summary>A port that neither TCP nor UDP uses now, and that this process has not taken lately.</summary>
    internal static int Take()
    {
        for (int tried = 0; tried < Count; tried++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref next) % Count);
            if (IsFree(port, SocketType.Stream, ProtocolType.Tcp) && IsFree(port, SocketType.Dgram, ProtocolType.Udp))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port is free between {First} and {First + Count - 1}.");
    }

    /// <summary>A range of its own for each server: what comes late for one never reaches another.</summary>
    internal static string TakeRtpRange()
    {
        int first = FirstRtp + ((int)((uint)Interlocked.Increment(ref nextRtp) % RtpRanges) * RtpPortsOfOne);
        return $"{first}-{first + RtpPortsOfOne - 1}";
    }

    private static bool IsFree(int port, SocketType type, ProtocolType protocol)
    {
        using Socket probe = new(AddressFamily.InterNetwork, type, protocol);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
