using System.Net;
using System.Net.Sockets;

namespace Supervision.Server.Security;

/// <summary>
/// Counts failed sign-ins by source address, so that one machine cannot try many accounts. In memory: each node counts what it is
/// asked. Thread-safe.
/// </summary>
internal sealed class SourceThrottle(AccountsSettings settings, TimeProvider time)
{
    /// <summary>Sources remembered at once; beyond that the one whose window began first is forgotten.</summary>
    internal const int Capacity = 10_000;

    /// <summary>An IPv6 subscriber owns a /64 (RFC 6177 §2): all its addresses are one source.</summary>
    private const int Ipv6PrefixBytes = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Window> windows = [];

    /// <summary>True when the source has failed so often that nothing more is even looked at for a while.</summary>
    internal bool IsBlocked(IPAddress? address)
    {
        lock (gate)
        {
            return windows.TryGetValue(Source(address), out Window window)
                && time.GetUtcNow() - window.Start < WindowLength
                && window.Failures >= settings.SourceFailures;
        }
    }

    internal void CountFailure(IPAddress? address)
    {
        IPAddress source = Source(address);
        DateTimeOffset now = time.GetUtcNow();
        lock (gate)
        {
            if (windows.TryGetValue(source, out Window window) && now - window.Start < WindowLength)
            {
                windows[source] = window with { Failures = window.Failures + 1 };
                return;
            }

            if (windows.Count >= Capacity && !windows.ContainsKey(source))
            {
                windows.Remove(windows.MinBy(entry => entry.Value.Start).Key);
            }

            windows[source] = new Window(now, 1);
        }
    }

    private TimeSpan WindowLength => TimeSpan.FromMinutes(settings.SourceWindowMinutes);

    private static IPAddress Source(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(Ipv6PrefixBytes).Clear();
        return new IPAddress(bytes);
    }

    private readonly record struct Window(DateTimeOffset Start, int Failures);
}
