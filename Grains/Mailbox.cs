using System.Threading.Channels;

namespace Supervision.Grains;

/// <summary>
/// What makes a class a grain: letters from any thread, acted on one at a time by one reader. An act is short, synchronous and does no
/// I/O, so that the reader never waits on anything but the next letter. Posts wait for room and are never dropped; a tell does not wait.
/// </summary>
internal sealed class Mailbox
{
    private readonly Channel<Letter> _letters;
    private readonly Action<Exception> _onFault;

    /// <param name="capacity">Letters that may wait; a post beyond it waits for room, a tell beyond it is refused to its sender.</param>
    /// <param name="onFault">Hears what a told letter threw: one bad letter never stops the reader. A post's goes to its sender.</param>
    internal Mailbox(int capacity, Action<Exception> onFault)
    {
        _letters = Channel.CreateBounded<Letter>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _onFault = onFault;
        Completion = Task.Run(ReadAsync);
    }

    /// <summary>Ends when the mailbox is closed and every letter is acted on.</summary>
    internal Task Completion { get; }

    /// <summary>No letter is taken any more; those inside are still acted on.</summary>
    internal void Close() => _letters.Writer.TryComplete();

    /// <summary>For senders that must not wait. Pass a cached delegate and nothing is allocated. False when full or closed.</summary>
    internal bool TryTell(Action act) => _letters.Writer.TryWrite(new Letter(act, null));

    /// <summary>Completes when <paramref name="act"/> has run; false when the mailbox was closed and it never will.</summary>
    internal Task<bool> PostAsync(Action act, CancellationToken cancellationToken)
    {
        return AskAsync(
            () =>
            {
                act();
                return true;
            },
            () => false,
            cancellationToken);
    }

    /// <summary>What <paramref name="ask"/> returns inside, or <paramref name="closed"/> returns outside of a closed mailbox.</summary>
    internal async Task<T> AskAsync<T>(Func<T> ask, Func<T> closed, CancellationToken cancellationToken)
    {
        var request = new Request<T>(ask);
        try
        {
            await _letters.Writer.WriteAsync(new Letter(null, request), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return closed();
        }

        return await request.Answer.WaitAsync(cancellationToken);
    }

    private async Task ReadAsync()
    {
        ChannelReader<Letter> reader = _letters.Reader;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out Letter letter))
            {
                Act(letter);
            }
        }
    }

    private void Act(Letter letter)
    {
        if (letter.Request is { } request)
        {
            request.Run();
            return;
        }

        try
        {
            letter.Tell!();
        }
#pragma warning disable CA1031 // Whatever one letter throws, the next must be read.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _onFault(e);
        }
    }

    private readonly record struct Letter(Action? Tell, Request? Request);

    private abstract class Request
    {
        internal abstract void Run();
    }

    private sealed class Request<T>(Func<T> ask) : Request
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<T> Answer => _answer.Task;

        internal override void Run()
        {
            try
            {
                _answer.SetResult(ask());
            }
#pragma warning disable CA1031 // It belongs to the sender, who awaits it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _answer.SetException(e);
            }
        }
    }
}
