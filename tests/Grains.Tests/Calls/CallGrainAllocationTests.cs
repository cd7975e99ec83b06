using Supervision.Grains.Calls;
using Supervision.Shared;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Calls;

/// <summary>Alone in the process while it runs: it counts what everybody allocates.</summary>
[Collection(nameof(AloneCollection))]
public sealed class CallGrainAllocationTests : IAsyncDisposable
{
    private const int Rounds = 5;

    private readonly GrainHouse _house = new();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task OnAudio_TenThousandFrames_AllocatesNothingPerFrame()
    {
        CallGrain grain = await _house.StartCallAsync();
        byte[] frame = CallGrainAudioTests.Square(1000);
        long position = 0;
        Feed(grain, frame, ref position, 2000);
        await grain.GetSnapshotAsync(GrainHouse.None);

        Assert.Equal(0, Allocations.Least(() => Feed(grain, frame, ref position, 10_000)));
    }

    [Fact]
    public async Task DrainAudio_TenThousandFrames_AllocatesForLevelsOnly()
    {
        CallGrain grain = await _house.StartCallAsync();
        byte[] frame = CallGrainAudioTests.Square(1000);
        long position = 0;
        await FeedAndDrainAsync(400);

        // The count is the whole process's: what another thread allocates in one round is not in the least of them.
        long whole = long.MaxValue;
        long barriers = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await FeedAndDrainAsync(2000);
            whole = Math.Min(whole, GC.GetTotalAllocatedBytes(precise: true) - before);

            before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 400; i++)
            {
                await grain.GetSnapshotAsync(GrainHouse.None);
            }

            barriers = Math.Min(barriers, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // 2,000 frames × 2 lanes: what remains beside the test's own barriers is one event in 10 frames.
        long perFrame = (whole - barriers) / 4000;
        Assert.True(perFrame <= 24, $"{perFrame} bytes a frame");

        async Task FeedAndDrainAsync(int frames)
        {
            for (int i = 0; i < frames / 5; i++)
            {
                for (int j = 0; j < 5; j++)
                {
                    grain.OnAudio(Lane.Caller, AudioCodec.Pcma, position, frame);
                    grain.OnAudio(Lane.Agent, AudioCodec.Pcma, position, frame);
                    position += 160;
                }

                await grain.GetSnapshotAsync(GrainHouse.None);
            }
        }
    }

    private static void Feed(CallGrain grain, byte[] frame, ref long position, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            grain.OnAudio(Lane.Caller, AudioCodec.Pcma, position, frame);
            position += 160;
        }
    }
}
