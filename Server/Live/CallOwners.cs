using System.Collections.Concurrent;
using System.Threading.Channels;
using Supervision.Grains;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Shared;

namespace Supervision.Server.Live;

/// <summary>
/// Whose the calls are that are over and still have an open alarm: nothing live tells it to a page that was opened later, nor to any page
/// after a restart. Answers from memory at once; what it does not know it asks the record in the background, however long that takes, and
/// tells by <see cref="CallOwnerFound"/>. Safe from any thread.
/// </summary>
internal sealed partial class CallOwners(ILiveFeed feed, IGrainDirectory grains, ICallNumbers record, TimeProvider time, ILogger<CallOwners> logger)
    : BackgroundService
{
    /// <summary>A record that is away, or has not imported the call's end yet, is asked again after so long.</summary>
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>A record that hangs is given up after so long, and asked again.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Answers of the record without a call before nobody asks for it any more: 300 × 2 s = 10 min.</summary>
    private const int MaxMisses = 300;

    /// <summary>Of each kind; open alarms are far fewer. Beyond it a question is not taken, and the next page asks it again.</summary>
    private const int Capacity = 1000;

    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<CallId, string?> _numbers = new();
    private readonly ConcurrentDictionary<CallId, int> _misses = new();

    /// <summary>One is enough: it says that something is asked, not what.</summary>
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isFailing;

    /// <summary>The agent's number of a call that is over; null when there is none or it is not known yet. Never waits.</summary>
    internal string? Find(CallId id)
    {
        if (_numbers.TryGetValue(id, out string? number))
        {
            return number;
        }

        // A live call tells its agent's number by itself, and the number may change.
        if (!grains.TryGetLiveCall(id, out _) && _misses.Count < Capacity && _misses.TryAdd(id, 0))
        {
            _asked.Writer.TryWrite(true);
        }

        return null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _asked.Reader.ReadAsync(stoppingToken))
        {
            while (!_misses.IsEmpty)
            {
                await AskAsync(stoppingToken);
                if (!_misses.IsEmpty)
                {
                    await Task.Delay(RetryAfter, time, stoppingToken);
                }
            }
        }
    }

    private async Task AskAsync(CancellationToken stoppingToken)
    {
        CallId[] asked = [.. _misses.Keys];
        IReadOnlyDictionary<CallId, string?> found;
        try
        {
            using var hanging = new CancellationTokenSource(Patience, time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(hanging.Token, stoppingToken);
            found = await record.GetAgentNumbersAsync(asked, ending.Token).WaitAsync(ending.Token);
            _isFailing = false;
        }
        catch (DatabaseUnavailableException)
        {
            // Its own part of /health tells it.
            return;
        }
#pragma warning disable CA1031 // Whatever is wrong, it is asked again: an alarm must not be lost to its agent.
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!_isFailing)
            {
                LogFailed(e);
            }

            _isFailing = true;
            return;
        }

        foreach (CallId id in asked)
        {
            Take(id, found);
        }
    }

    private void Take(CallId id, IReadOnlyDictionary<CallId, string?> found)
    {
        if (!found.TryGetValue(id, out string? number))
        {
            if (++_misses[id] >= MaxMisses)
            {
                _misses.TryRemove(id, out _);
            }

            return;
        }

        if (_numbers.Count >= Capacity)
        {
            _numbers.Clear();
        }

        _numbers[id] = number;
        _misses.TryRemove(id, out _);
        feed.Publish(new CallOwnerFound(id));
    }

    [LoggerMessage(EventId = 5010, Level = LogLevel.Error, Message = "Whose calls have open alarms cannot be read; tried again")]
    private partial void LogFailed(Exception exception);
}
