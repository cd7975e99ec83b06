using System.Net;
using Supervision.Shared;
using Supervision.Telephony.Media;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>Media without sockets: numbers ports, remembers what signalling says.</summary>
internal sealed class FakeMediaEngine : IMediaEngine
{
    private readonly Lock _gate = new();
    private readonly List<FakeMediaSession> _sessions = [];
    private int _nextPort = 20_000;

    /// <summary>Lines that may still be opened.</summary>
    internal int FreeLines { get; set; } = int.MaxValue;

    internal bool FailsToOpen { get; set; }

    /// <summary>Told when a session is started.</summary>
    internal Action<ICallMediaSink> Starting { get; set; } = _ => { };

    internal IReadOnlyList<FakeMediaSession> Sessions
    {
        get
        {
            lock (_gate)
            {
                return [.. _sessions];
            }
        }
    }

    public IMediaSession Open(CallId callId, DateTimeOffset startedAt, Action<MediaNews> onNews)
    {
        if (FailsToOpen)
        {
            throw new InvalidOperationException("as the test wishes");
        }

        var session = new FakeMediaSession(this, startedAt, onNews);
        lock (_gate)
        {
            _sessions.Add(session);
        }

        return session;
    }

    internal bool TryTakePort(out int port)
    {
        lock (_gate)
        {
            port = _nextPort;
            _nextPort += 2;
            return FreeLines-- > 0;
        }
    }
}

internal sealed class FakeMediaSession(FakeMediaEngine engine, DateTimeOffset startedAt, Action<MediaNews> onNews) : IMediaSession
{
    internal List<FakeMediaLine> Lines { get; } = [];

    internal DateTimeOffset StartedAt => startedAt;

    internal ICallMediaSink? Sink { get; private set; }

    internal bool IsHeld { get; private set; }

    internal bool IsDisposed { get; private set; }

    public bool TryAddLine(IPAddress local, out IMediaLine line)
    {
        bool taken = engine.TryTakePort(out int port);
        var added = new FakeMediaLine(port, local);
        line = added;
        if (taken)
        {
            Lines.Add(added);
        }

        return taken;
    }

    public void Start(ICallMediaSink sink)
    {
        engine.Starting(sink);
        Sink = sink;
    }

    public void SetHeld(bool isHeld) => IsHeld = isHeld;

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    internal void Tell(MediaNews news) => onNews(news);
}

internal sealed class FakeMediaLine(int port, IPAddress local) : IMediaLine
{
    public int RtpPort => port;

    internal IPAddress Local => local;

    internal MediaLineSettings? Settings { get; private set; }

    public void Configure(MediaLineSettings settings) => Settings = settings;
}
