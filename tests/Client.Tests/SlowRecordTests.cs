using Bunit;
using Supervision.Client.AgentView;
using Supervision.Client.Services;
using Supervision.Client.WallBoard;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.Tests;

/// <summary>A database that hangs answers nothing for a quarter of a minute: what is live is drawn meanwhile.</summary>
public sealed class SlowRecordTests : ScreenTest
{
    private readonly TaskCompletionSource _record = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void WallBoard_RecordHangs_AlarmsAreDrawnAndNamedWhenItAnswers()
    {
        CallSnapshot ended = Samples.Ended(9);
        Keep(ended);
        Archive.Gate = _record.Task;
        Live.Gate = _record.Task;
        Live.Snapshot = new LiveSnapshot([Samples.Call()], [Samples.Alarm(1, ended)], []);
        IRenderedComponent<WallBoardPage> page = Render<WallBoardPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("article.alarm")));
        Live.Say(new AlarmRaised(Samples.Alarm(2, Samples.Call())));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article.alarm").Count));
        Assert.Empty(page.FindAll(".alarm-ended"));

        _record.SetResult();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".alarm-ended")));
        page.WaitForAssertion(() => Assert.Equal("42", page.FindAll(".figure dd")[1].TextContent));
    }

    [Fact]
    public void WallBoard_RecordFails_IsAskedAgainAfterAWhileAndNotWithEachEvent()
    {
        CallSnapshot ended = Samples.Ended(9);
        Archive.Gate = Task.FromException(new InvalidOperationException("away"));
        Live.Snapshot = new LiveSnapshot([Samples.Call()], [Samples.Alarm(1, ended)], []);
        IRenderedComponent<WallBoardPage> page = Render<WallBoardPage>();
        page.WaitForAssertion(() => Assert.Equal(1, Archive.Asked));
        for (int call = 2; call <= 6; call++)
        {
            Live.Say(new CallUpdated(Samples.Call(call)));
            page.WaitForAssertion(() => Assert.Equal(call, page.FindAll("article.tile").Count));
        }

        Assert.Equal(1, Archive.Asked);
        Keep(ended);
        Archive.Gate = Task.CompletedTask;
        for (int second = 0; second < 30; second++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".alarm-ended")));
        Assert.Equal(2, Archive.Asked);
    }

    [Fact]
    public void Agent_RecordHangs_TheAlertIsDrawnAndItsAdviceFollows()
    {
        CallSnapshot call = Samples.Call();
        Agent.Gate = _record.Task;
        Agent.Snapshot = new LiveSnapshot([call], [], []);
        IRenderedComponent<AgentPage> page = Render<AgentPage>();
        Alarm alarm = Samples.Alarm(1, call);
        Agent.Say(new AlarmRaised(alarm));
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".alert")));
        Agent.Say(new AlarmUpdated(Samples.Acknowledged(alarm)));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-taken]")));
        Assert.Empty(page.FindAll(".alert-advice li"));

        _record.SetResult();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".alert-advice li").Count));
    }

    private void Keep(CallSnapshot call) =>
        Archive.Calls[call.Id] = new CallDetails { Call = call, Transcript = [], Alarms = [], Events = [], HasRecording = true, DurationMs = 1 };
}
