using System.Net.WebSockets;
using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Listening;

/// <summary>
/// One person hearing one call over one web socket: audio as it comes, in messages of <see cref="BatchInterval"/>, and how the call
/// stands. Ends with the call, with a refusal, with her session or when she goes. Used once.
/// </summary>
internal sealed class ListeningSession(
    WebSocket socket, CallId callId, ICallGrain grain, ILiveFeed feed, Func<CallSnapshot, CancellationToken, Task<bool>> mayListen, TimeProvider time)
    : IDisposable
{
    /// <summary>Two frames of each lane a message: half of it is delay, on average, and 25 messages a second are cheap.</summary>
    internal static readonly TimeSpan BatchInterval = TimeSpan.FromMilliseconds(40);

    /// <summary>So long a listening outlives the session or the right behind it.</summary>
    internal static readonly TimeSpan RightCheck = TimeSpan.FromSeconds(5);

    /// <summary>Changes of one call that may wait; the newest says all.</summary>
    private const int StateCapacity = 16;

    /// <summary>A ping is some tens of bytes; who sends more has nothing to say to us.</summary>
    private const int MaxTextBytes = 256;

    /// <summary>Of a close: <see cref="ListeningEnd"/> is added.</summary>
    private const int FirstCloseCode = 4000;

    /// <summary>A browser that does not answer a close is left behind.</summary>
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly byte[] _message = new byte[ListeningWire.MaxMessageBytes];
    private readonly SemaphoreSlim _sending = new(1, 1);

    public void Dispose() => _sending.Dispose();

    /// <summary>Until it ends; says why, to the browser too.</summary>
    /// <param name="ear">Where the audio comes from.</param>
    /// <param name="stopping">The server stops.</param>
    /// <param name="aborted">The connection is gone.</param>
    internal async Task<ListeningEnd> RunAsync(Ear ear, CancellationToken stopping, CancellationToken aborted)
    {
        using ILiveSubscription changes = feed.Subscribe(
            StateCapacity, liveEvent => liveEvent.CallId == callId && liveEvent is CallUpdated or CallEnded);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        Task<ListeningEnd> receiving = ReceiveAsync(aborted);
        Task<ListeningEnd>[] parts =
            [SendAudioAsync(ear, ending.Token, aborted), TellStateAsync(changes, ending.Token, aborted), CheckRightAsync(ending.Token), receiving];
        Task<ListeningEnd> first = await Task.WhenAny(parts);
        await ending.CancelAsync();
        await ((Task)Task.WhenAll(parts[..^1])).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ListeningEnd end = await WhyAsync(first, stopping);
        await CloseAsync(end, receiving, aborted);
        return end;
    }

    private static async Task<ListeningEnd> WhyAsync(Task<ListeningEnd> first, CancellationToken stopping)
    {
        try
        {
            return await first;
        }
        catch (OperationCanceledException)
        {
            return stopping.IsCancellationRequested ? ListeningEnd.ServerStopped : ListeningEnd.Left;
        }
        catch (WebSocketException)
        {
            return ListeningEnd.Left;
        }
    }

    /// <summary>The code of the closing is 4000 and the number of the reason (RFC 6455 §7.4.2: 4000 to 4999 are for applications).</summary>
    private async Task CloseAsync(ListeningEnd end, Task receiving, CancellationToken aborted)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)(FirstCloseCode + (int)end), end.ToString(), aborted);
            }

            // Cancelling a receive tears the connection down before the browser has read why: it answers the close by itself.
            await receiving.WaitAsync(ClosePatience, time, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Gone already.
        }
    }

    private async Task<ListeningEnd> SendAudioAsync(Ear ear, CancellationToken ending, CancellationToken aborted)
    {
        while (await ear.Frames.WaitToReadAsync(ending))
        {
            await Task.Delay(BatchInterval, time, ending);
            int length = 0;

            // What waits may have been said before a pause of which the browser does not know yet.
            bool mayBeHeard = grain.MayBeHeard;
            while (ear.Frames.TryPeek(out HeardFrame frame)
                && (!mayBeHeard || ListeningWire.TryAppend(_message, ref length, in frame)))
            {
                ear.Frames.TryRead(out _);
            }

            if (length > 0)
            {
                await SendAsync(_message.AsMemory(0, length), WebSocketMessageType.Binary, aborted);
            }
        }

        return ListeningEnd.CallEnded;
    }

    private async Task<ListeningEnd> TellStateAsync(ILiveSubscription changes, CancellationToken ending, CancellationToken aborted)
    {
        CallSnapshot call = await grain.GetSnapshotAsync(ending);
        (CallState, RecordingState)? told = null;
        while (true)
        {
            if (EndOf(call) is { } end)
            {
                return end;
            }

            if (told != (call.State, call.Recording))
            {
                told = (call.State, call.Recording);
                await SendAsync(ListeningWire.State(call), WebSocketMessageType.Text, aborted);
            }

            if (!await changes.WaitToReadAsync(ending))
            {
                return ListeningEnd.CallEnded;
            }

            while (changes.TryRead(out LiveEvent? change))
            {
                call = change switch
                {
                    CallUpdated updated => updated.Call,
                    CallEnded ended => ended.Call,
                    _ => call,
                };
            }
        }
    }

    private static ListeningEnd? EndOf(CallSnapshot call) => call switch
    {
        { Recording: RecordingState.Refused } => ListeningEnd.Refused,
        { Recording: RecordingState.Private } => ListeningEnd.Private,
        { State: CallState.Ended } => ListeningEnd.CallEnded,
        _ => null,
    };

    /// <summary>Answers pings; ends when the browser goes.</summary>
    private async Task<ListeningEnd> ReceiveAsync(CancellationToken cancellationToken)
    {
        byte[] text = new byte[MaxTextBytes];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(text.AsMemory(), cancellationToken);
                if (received.MessageType != WebSocketMessageType.Text || !received.EndOfMessage)
                {
                    return ListeningEnd.Left;
                }

                if (ListeningWire.ReadPing(text.AsSpan(0, received.Count)) is { } sent)
                {
                    long now = time.GetUtcNow().ToUnixTimeMilliseconds();
                    await SendAsync(ListeningWire.Pong(sent, now), WebSocketMessageType.Text, cancellationToken);
                }
            }
        }
        catch (WebSocketException)
        {
            return ListeningEnd.Left;
        }
    }

    private async Task<ListeningEnd> CheckRightAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RightCheck, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (!await mayListen(await grain.GetSnapshotAsync(cancellationToken), cancellationToken))
            {
                return ListeningEnd.SessionEnded;
            }
        }

        return ListeningEnd.SessionEnded;
    }

    /// <summary>A web socket takes one message at a time; cancelling one tears it down, so that only a connection that is gone does.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, type, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }
}
