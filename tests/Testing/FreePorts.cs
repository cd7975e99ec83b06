using System.Net;
using System.Net.Sockets;

namespace Supervision.Testing;

/// <summary>Runs of UDP ports that nobody uses now, below the ephemeral range: no socket of another test is given one meanwhile.</summary>
public static class FreePorts
{
    private const int First = 10_000;

    /// <summary>Up to 19,999; the product's own default range begins above.</summary>
    private const int Count = 10_000;

    private static int next = Environment.ProcessId * 37;

    /// <summary>The first of <paramref name="count"/> free ports, an even one.</summary>
    public static int TakeUdp(int count)
    {
        while (true)
        {
            int first = (First + (int)((uint)Interlocked.Add(ref next, count + 1) % (uint)(Count - count))) & ~1;
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
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
