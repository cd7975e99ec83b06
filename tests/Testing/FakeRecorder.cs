using System.Collections.Concurrent;
using Supervision.Grains.Ports;
using Supervision.Shared;

namespace Supervision.Testing;

/// <summary>Remembers what it was asked. Safe from any thread.</summary>
public sealed class FakeRecorder : IRecorder
{
    private readonly ConcurrentQueue<(string Command, CallId CallId)> _commands = new();

    public IReadOnlyList<string> Commands => [.. _commands.Select(command => command.Command)];

    /// <summary>Thrown by every command, when set.</summary>
    public Exception? Fault { get; set; }

    public void Pause(CallId callId) => Take("pause", callId);

    public void Resume(CallId callId) => Take("resume", callId);

    public void Refuse(CallId callId) => Take("refuse", callId);

    private void Take(string command, CallId callId)
    {
        _commands.Enqueue((command, callId));
        if (Fault is not null)
        {
            throw Fault;
        }
    }
}
