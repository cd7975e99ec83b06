using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Supervision.Telephony.Rtp.Net;

/// <summary>The three calls of epoll(7), level-triggered. Linux only.</summary>
internal sealed class Epoll : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int OperationAdd = 1;
    private const int OperationDelete = 2;
    private const uint Readable = 1;
    private const int ErrorInterrupted = 4;

    /// <summary>epoll_event: 32 bits of events and 64 of data, packed on x86-64 only.</summary>
    private static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly byte[] _events;
    private readonly int _maxEvents;
    private readonly int _descriptor;
    private bool _isDisposed;

    internal Epoll(int maxEvents)
    {
        _maxEvents = maxEvents;
        _events = GC.AllocateArray<byte>(maxEvents * EventBytes, pinned: true);
        _descriptor = Create(CloseOnExec);
        if (_descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Tells of <paramref name="descriptor"/>'s readable data as <paramref name="data"/>.</summary>
    internal void Add(int descriptor, int data)
    {
        Span<byte> request = stackalloc byte[16];
        request.Clear();
        WriteUInt32(request, Readable);
        WriteUInt32(request[(EventBytes - 8)..], (uint)data);
        if (Control(_descriptor, OperationAdd, descriptor, ref request[0]) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    internal void Remove(int descriptor)
    {
        byte none = 0;
        _ = Control(_descriptor, OperationDelete, descriptor, ref none);
    }

    /// <summary>Number of events; read each by <see cref="Data"/>. Zero after <paramref name="timeoutMs"/> or a signal.</summary>
    internal int Wait(int timeoutMs)
    {
        int count = Wait(_descriptor, ref _events[0], _maxEvents, timeoutMs);
        if (count >= 0)
        {
            return count;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == ErrorInterrupted ? 0 : throw new Win32Exception(error);
    }

    internal int Data(int index)
    {
        ReadOnlySpan<byte> data = _events.AsSpan((index * EventBytes) + EventBytes - 8);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReadInt32LittleEndian(data) : BinaryPrimitives.ReadInt32BigEndian(data);
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _ = Close(_descriptor);
        }
    }

    private static void WriteUInt32(Span<byte> target, uint value) => MemoryMarshal.Write(target, in value);

    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Create(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int epoll, int operation, int descriptor, ref byte request);

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Wait(int epoll, ref byte events, int maxEvents, int timeoutMs);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
