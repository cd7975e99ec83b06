using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Grains.Tests.Calls;

public sealed class CallGrainListenersTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private readonly CallListener _claire = new(Guid.CreateVersion7(Day), "Claire");
    private readonly GrainHouse _house = new();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task AddListenerAsync_Live_NameIsShownAndOnTheTimeLine()
    {
        CallGrain grain = await _house.StartCallAsync();
        Assert.Equal(ListenAnswer.Allowed, await grain.AddListenerAsync(_claire, GrainHouse.None));
        Assert.Equal(ListenAnswer.Allowed, await grain.AddListenerAsync(_claire with { Id = Guid.CreateVersion7(Day) }, GrainHouse.None));
        Assert.Equal(["Claire"], (await grain.GetSnapshotAsync(GrainHouse.None)).Listeners);

        await grain.RemoveListenerAsync(_claire.Id, GrainHouse.None);
        Assert.Equal(["Claire"], (await grain.GetSnapshotAsync(GrainHouse.None)).Listeners);
        _house.Time.Advance(CallGrain.TickInterval);

        Assert.Equal(["Claire"], (await _house.HearAsync<CallUpdated>(grain))[^1].Call.Listeners);
        Assert.Equal(
            ["listen-began", "listen-began", "listen-ended"],
            _house.Journal.Of<CallEventJournalled>().Where(entry => entry.Detail == "Claire").Select(entry => entry.Kind));
    }

    [Fact]
    public async Task AddListenerAsync_RefusedOrOver_IsNotAllowed()
    {
        CallGrain grain = await _house.StartCallAsync();
        await grain.RefuseRecordingAsync("caller", GrainHouse.None);
        Assert.Equal(ListenAnswer.Refused, await grain.AddListenerAsync(_claire, GrainHouse.None));
        Assert.False(grain.MayBeHeard);

        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);
        Assert.Equal(ListenAnswer.Over, await grain.AddListenerAsync(_claire, GrainHouse.None));
        Assert.Empty((await grain.GetSnapshotAsync(GrainHouse.None)).Listeners);
    }

    [Fact]
    public async Task MayBeHeard_PauseAndResume_FollowsAtOnce()
    {
        CallGrain grain = await _house.StartCallAsync();
        Assert.True(grain.MayBeHeard);

        await grain.PauseRecordingAsync("Dupont", GrainHouse.None);
        Assert.False(grain.MayBeHeard);

        await grain.ResumeRecordingAsync("Dupont", GrainHouse.None);
        Assert.True(grain.MayBeHeard);

        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);
        Assert.False(grain.MayBeHeard);
    }
}
