using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Server.Data;
using Supervision.Testing;

namespace Supervision.Server.Tests.Data;

public sealed class StartReadingTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly StartReading _reading;
    private int _tries;

    public StartReadingTests() => _reading = new StartReading(_time, NullLogger<StartReading>.Instance);

    [Fact]
    public async Task RunAsync_AnyFault_IsToldAndTriedUntilItSucceeds()
    {
        Task running = _reading.RunAsync("alarms", Read(new DatabaseUnavailableException("away"), new InvalidOperationException("row 7"), null), CancellationToken.None);
        Assert.Equal((1, 0), (_tries, _reading.Troubles.Count));
        _time.Advance(StartReading.FirstRetry);
        Assert.Equal((2, "row 7"), (_tries, _reading.Troubles["alarms"]));
        _time.Advance(StartReading.FirstRetry);
        Assert.Equal(2, _tries);
        _time.Advance(StartReading.FirstRetry);
        await running;
        Assert.Equal((3, 0), (_tries, _reading.Troubles.Count));
    }

    [Fact]
    public async Task RunAsync_AlwaysFailing_IsTriedEachHalfMinuteInTheEndAndEndsWithTheServer()
    {
        using var stopping = new CancellationTokenSource();
        Task running = _reading.RunAsync("alarms", Read(new InvalidOperationException("no right")), stopping.Token);
        for (int second = 0; second < 120; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // 0, 2, 6, 14, 30, then each 30 s: 60, 90, 120.
        Assert.Equal(8, _tries);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Fails with each of them in turn, the last one for ever; null succeeds.</summary>
    private Func<CancellationToken, Task> Read(params Exception?[] faults) => _ =>
        faults[Math.Min(_tries++, faults.Length - 1)] is { } fault ? Task.FromException(fault) : Task.CompletedTask;
}
