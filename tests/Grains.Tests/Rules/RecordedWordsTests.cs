using Supervision.Grains.Alarms;
using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Tests.Rules;

public sealed class RecordedWordsTests
{
    private static readonly CallId Call = CallId.New(TimeProvider.System);
    private readonly RecordedWords _words = new(new LiveWordList(AlarmWordList.LoadDefault()));

    [Fact]
    public void Judge_ThreatOfTheCaller_IsReportedWithItsTime()
    {
        AlarmReport report = Assert.Single(_words.Judge(Call, [Said(Lane.Caller, "je vais te tuer", 4000)]));

        Assert.Equal(Call, report.CallId);
        Assert.Equal(AlarmSeverity.Critical, report.Severity);
        Assert.Equal("je vais te tuer", report.Reason.Heard);
        Assert.InRange(report.Reason.AtMs, 4000, 6000);
    }

    [Fact]
    public void Judge_AgentOrGap_ReportsNothing()
    {
        Utterance gap = Said(Lane.Caller, "je vais te tuer", 0) with { Kind = UtteranceKind.Gap, Text = "" };

        Assert.Empty(_words.Judge(Call, [Said(Lane.Agent, "je vais te tuer", 0), gap]));
    }

    private static Utterance Said(Lane lane, string text, int startMs) => new()
    {
        Lane = lane,
        Kind = UtteranceKind.Speech,
        StartMs = startMs,
        EndMs = startMs + 2000,
        Text = text,
    };
}
