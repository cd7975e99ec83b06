using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Shared.Tension;
using Supervision.Speech.Hosting;
using Supervision.Speech.Models;
using Supervision.Speech.Tests.Real;

namespace Supervision.Speech.Tests.Aggression;

/// <summary>What the server believes of what a worker says of a voice.</summary>
public sealed class SpeechLaneScoreTests : IAsyncLifetime, IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Heard _heard = new();
    private SpeechHost _host = null!;
    private WorkerLink _link = null!;

    public Task InitializeAsync()
    {
        _host = new SpeechHost(
            new SpeechSettings(), new SpeechHostOptions { DataDirectory = Path.GetTempPath() }, TimeProvider.System, NullLogger<SpeechHost>.Instance);
        _link = new WorkerLink(
            _socket, "model", "aggression 7", new WorkerInstance(_host, new InstalledModel("model", "", "", 1, false), 1));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _socket.Dispose();

    [Fact]
    public void OnAggression_OfTheCaller_IsToldWithItsModelOnceAndInOrder()
    {
        SpeechLane lane = Open(Lane.Caller);
        lane.OnAggression(_link, 0, 2000, 0.25f);
        lane.OnAggression(_link, 500, 2500, 0.5f);

        // Heard again by another worker after a move.
        lane.OnAggression(_link, 0, 2000, 0.75f);

        Assert.Equal([new AggressionScore(0, 2000, 0.25f, "aggression 7"), new AggressionScore(500, 2500, 0.5f, "aggression 7")], _heard.Scores);
    }

    [Theory]
    [InlineData(Lane.Agent)]
    [InlineData(Lane.Mixed)]
    public void OnAggression_OfAnotherLane_IsNotBelieved(Lane lane)
    {
        Open(lane).OnAggression(_link, 0, 2000, 1);

        Assert.Empty(_heard.Scores);
    }

    [Fact]
    public async Task OnAggression_AfterTheEnd_IsNotTold()
    {
        SpeechLane lane = Open(Lane.Caller);
        await lane.DisposeAsync();

        lane.OnAggression(_link, 0, 2000, 1);

        Assert.Empty(_heard.Scores);
    }

    [Fact]
    public void DisposeAsync_WhileAResultIsTold_WaitsSoThatNoneComesAfter()
    {
        using var told = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        _heard.OnScore = () =>
        {
            told.Set();
            release.Wait();
        };
        SpeechLane lane = Open(Lane.Caller);
        var telling = new Thread(() => lane.OnAggression(_link, 0, 2000, 1));
        telling.Start();
        told.Wait();
        var closing = new Thread(() => lane.DisposeAsync().AsTask().Wait());
        closing.Start();

        // It stands at the lock, or, were there none, is gone.
        SpinWait.SpinUntil(() => closing.ThreadState is ThreadState.WaitSleepJoin or ThreadState.Stopped);
        bool waited = closing.ThreadState == ThreadState.WaitSleepJoin;
        release.Set();
        telling.Join();
        closing.Join();

        Assert.True(waited);
        lane.OnAggression(_link, 2000, 4000, 1);
        Assert.Single(_heard.Scores);
    }

    [Fact]
    public void OnAggression_FromAWorkerThatHasTheLaneNoMore_IsNotTold()
    {
        SpeechLane lane = Open(Lane.Caller);
        lane.OnLinkLost(_link);

        lane.OnAggression(_link, 0, 2000, 1);

        Assert.Empty(_heard.Scores);
    }

    private SpeechLane Open(Lane lane)
    {
        SpeechLane opened = _host.OpenLane(CallId.New(TimeProvider.System), lane, _heard);
        Assert.True(opened.Attach(_link));
        return opened;
    }
}
