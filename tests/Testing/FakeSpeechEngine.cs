using System.Collections.Concurrent;
using Supervision.Grains.Ports;
using Supervision.Shared;

namespace Supervision.Testing;

/// <summary>A speech engine whose words the test says, through the listener of the lane it opened.</summary>
public sealed class FakeSpeechEngine : ISpeechEngine
{
    private readonly ConcurrentQueue<FakeSpeechLane> _opened = new();

    /// <summary>Every lane ever opened, in order.</summary>
    public IReadOnlyList<FakeSpeechLane> Opened => [.. _opened];

    /// <summary>Thrown by <see cref="Open"/>, when set.</summary>
    public Exception? OpenFault { get; set; }

    /// <summary>Thrown by pushes, when set.</summary>
    public Exception? PushFault { get; set; }

    /// <summary>The newest lane that was opened for a voice.</summary>
    public FakeSpeechLane Last(Lane lane) => _opened.Last(opened => opened.Lane == lane);

    public ISpeechLane Open(CallId callId, Lane lane, ISpeechListener listener)
    {
        if (OpenFault is not null)
        {
            throw OpenFault;
        }

        var opened = new FakeSpeechLane(this, callId, lane, listener);
        _opened.Enqueue(opened);
        return opened;
    }
}
