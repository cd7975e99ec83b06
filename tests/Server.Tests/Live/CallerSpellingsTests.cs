using Supervision.Grains.Feed;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Incidents;
using Supervision.Server.Live;
using Supervision.Server.Tests.Incidents;
using Supervision.Shared;
using Supervision.Shared.Incidents;
using Supervision.Testing;

namespace Supervision.Server.Tests.Live;

/// <summary>Who calls again is known again, whichever way each network writes the number.</summary>
public sealed class CallerSpellingsTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("0612345678")]
    [InlineData("+33612345678")]
    [InlineData("0033612345678")]
    [InlineData("33612345678")]
    public void Look_AnySpelling_FindsTheOthers(string asked)
    {
        using var history = new CallerHistory(new LiveFeed(), _time);
        string[] spellings = ["0612345678", "+33612345678", "0033612345678", "33612345678", "+33 6 12 34 56 78"];
        history.Learn(spellings.Select(number => new PastCall(CallId.New(_time), number, _time.GetUtcNow(), null)));

        Assert.Equal(new CallerPast(5, 0), history.Look(asked, CallId.New(_time), _time.GetUtcNow()));
    }

    [Fact]
    public void NumbersOf_OneNumberInTwoSpellings_Once()
    {
        Incident incident = IncidentSamples.Of(CallId.New(_time), 1, _time.GetUtcNow(), number: "+33612345678");
        IncidentCall call = incident.Calls[0];
        incident = incident with { Calls = [call, call with { CallerNumber = "0612345678" }, call with { CallerNumber = "" }, call with { CallerNumber = null }] };

        Assert.Equal(["+33612345678"], IncidentCalls.NumbersOf(incident));
    }
}
