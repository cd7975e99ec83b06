using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Speech.Tests.Real;
using Supervision.Testing;

namespace Supervision.Speech.Tests;

/// <summary>Lanes without any worker: what their owner sees.</summary>
public sealed class SpeechLaneTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("lane-test-").FullName;
    private SpeechHost _host = null!;

    public Task InitializeAsync()
    {
        _host = Host(new SpeechSettings());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Push_RingFullAndNoWorker_AllocatesNothing()
    {
        await using SpeechLane lane = _host.OpenLane(CallId.New(TimeProvider.System), Lane.Caller, new Heard());
        byte[] frame = new byte[160];
        long position = 0;
        PushSeconds(10);

        Assert.Equal(0, Allocations.Least(() => PushSeconds(10)));

        void PushSeconds(int seconds)
        {
            for (int i = 0; i < seconds * 50; i++, position += 160)
            {
                lane.Push(AudioCodec.Pcma, position, frame);
            }
        }
    }

    [Fact]
    public async Task CompleteAsync_EngineSwitchedOff_EndsAtOnceWithNothing()
    {
        await using SpeechHost off = Host(new SpeechSettings { Enabled = false });
        off.Start();
        var heard = new Heard();
        await using SpeechLane lane = off.OpenLane(CallId.New(TimeProvider.System), Lane.Caller, heard);
        lane.Push(AudioCodec.Pcma, 0, new byte[8000]);

        await lane.CompleteAsync(CancellationToken.None);

        Assert.Equal(SpeechState.Off, off.State);
        Assert.Empty(heard.Finals);
        Assert.Empty(off.Lanes);
    }

    [Fact]
    public async Task CompleteAsync_HostStops_Ends()
    {
        SpeechLane lane = _host.OpenLane(CallId.New(TimeProvider.System), Lane.Agent, new Heard());
        lane.Push(AudioCodec.Pcma, 0, new byte[160]);
        Task completing = lane.CompleteAsync(CancellationToken.None);
        Assert.False(completing.IsCompleted);

        await _host.DisposeAsync();

        await completing;
    }

    [Fact]
    public void HealthParts_BeforeTheStart_NameTheFourParts()
    {
        Assert.Equal(["speech", "speech-model", "vad", "aggression"], _host.HealthParts.Select(part => part.Report().Part));
        Assert.All(_host.HealthParts, part => Assert.NotEqual(PartState.Ok, part.Report().State));
    }

    private SpeechHost Host(SpeechSettings settings)
    {
        return new SpeechHost(settings, new SpeechHostOptions { DataDirectory = _data }, TimeProvider.System, NullLogger<SpeechHost>.Instance);
    }
}
