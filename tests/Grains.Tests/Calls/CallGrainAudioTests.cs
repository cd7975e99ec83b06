using Supervision.Grains.Calls;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Calls;

public sealed class CallGrainAudioTests : IAsyncDisposable
{
    private readonly GrainHouse _house = new();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task OnAudio_OneSecondOfTwoLanes_MeasuresTenLevels()
    {
        CallGrain grain = await _house.StartCallAsync();
        byte[] loud = Square(8192);
        byte[] quiet = Square(256);
        for (int i = 0; i < 50; i++)
        {
            grain.OnAudio(Lane.Caller, AudioCodec.Pcma, i * 160, loud);
            grain.OnAudio(Lane.Agent, AudioCodec.Pcma, i * 160, quiet);
            await grain.GetSnapshotAsync(GrainHouse.None);
        }

        IReadOnlyList<LevelsMeasured> levels = await _house.HearAsync<LevelsMeasured>(grain);
        Assert.InRange(levels.Count, 10, 11);
        Assert.All(levels, level => Assert.InRange(level.CallerDbfs!.Value, -13, -11));
        Assert.All(levels.Skip(1), level => Assert.InRange(level.AgentDbfs!.Value, -43, -41));
        Assert.All(levels, level => Assert.Null(level.MixedDbfs));
        Assert.Equal(8000, _house.Speech.Last(Lane.Caller).Samples);
    }

    [Fact]
    public async Task OnAudio_Stops_MetersFall()
    {
        CallGrain grain = await _house.StartCallAsync();
        grain.OnAudio(Lane.Caller, AudioCodec.Pcma, 0, Square(8192));
        await _house.HearAsync(grain);

        _house.Time.Advance(TimeSpan.FromMilliseconds(400));
        LevelsMeasured rest = Assert.Single(await _house.HearAsync<LevelsMeasured>(grain));
        Assert.Equal((-90f, -90f), (rest.CallerDbfs, rest.AgentDbfs));

        _house.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(await _house.HearAsync(grain));
    }

    [Fact]
    public async Task OnAudio_ReaderIsBusy_DropsTheOldestAudioAndNoCommand()
    {
        CallGrain grain = await _house.StartCallAsync();
        using var gate = new SemaphoreSlim(0);
        using var isInside = new SemaphoreSlim(0);
        var blocking = new BlockingLane(_house, gate, isInside);
        Task held = blocking.HoldAsync(grain);
        await isInside.WaitAsync();

        for (int i = 0; i < CallGrain.AnalysisFrames + 30; i++)
        {
            grain.OnAudio(Lane.Caller, AudioCodec.Pcma, i * 160, new byte[160]);
        }

        Task command = grain.SetHeldAsync(true, GrainHouse.None);
        gate.Release();
        await held;
        await command;

        CallSnapshot call = await grain.GetSnapshotAsync(GrainHouse.None);
        Assert.Equal(30, call.AnalysisFramesDropped);
        Assert.Equal(CallState.Held, call.State);
        Assert.Equal(CallGrain.AnalysisFrames * 160, _house.Speech.Last(Lane.Caller).Samples);
    }

    [Fact]
    public async Task OnAudio_LongerThanAFrame_IsCut()
    {
        CallGrain grain = await _house.StartCallAsync();
        grain.OnAudio(Lane.Agent, AudioCodec.Pcmu, 0, new byte[500]);

        await grain.GetSnapshotAsync(GrainHouse.None);
        Assert.Equal(500, _house.Speech.Last(Lane.Agent).Samples);
    }

    internal static byte[] Square(short amplitude)
    {
        short[] pcm = new short[160];
        for (int i = 0; i < pcm.Length; i++)
        {
            pcm[i] = (i & 1) == 0 ? amplitude : (short)-amplitude;
        }

        byte[] encoded = new byte[pcm.Length];
        G711.Encode(AudioCodec.Pcma, pcm, encoded);
        return encoded;
    }

    /// <summary>Keeps the reader inside one command until the test lets it go.</summary>
    private sealed class BlockingLane(GrainHouse house, SemaphoreSlim gate, SemaphoreSlim isInside)
    {
        internal async Task HoldAsync(CallGrain grain)
        {
            house.Feed.Subscribe(1, liveEvent =>
            {
                if (liveEvent is KeyPressed)
                {
                    isInside.Release();
#pragma warning disable VSTHRD103 // The reader is to stand still: that is the test.
                    gate.Wait();
#pragma warning restore VSTHRD103
                }

                return false;
            });
            await grain.PressKeyAsync(Lane.Caller, '1', GrainHouse.None);
        }
    }
}
