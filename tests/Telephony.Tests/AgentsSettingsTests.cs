using Supervision.Shared.Calls;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Tests;

public sealed class AgentsSettingsTests
{
    [Fact]
    public void PrivateLines_ByDefault_ThereAreNone()
    {
        Assert.Empty(new AgentsSettings().Errors());
        Assert.Null(new AgentsSettings().PrivateLines());
    }

    [Theory]
    [InlineData("(", "")]
    [InlineData("^[0-9]{1,6}$", "[")]
    [InlineData("^[0-9]{1,6}$", "(?=2)")]
    public void Errors_NoUsableExpression_IsNamed(string numbers, string privateLines)
    {
        string error = Assert.Single(new AgentsSettings { NumberPattern = numbers, PrivateLinePattern = privateLines }.Errors());
        Assert.StartsWith(privateLines.Length == 0 ? "Agents:NumberPattern" : "Agents:PrivateLinePattern", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AgentNumbers_PrivateLineThatIsNoExtension_IsAnAgents()
    {
        AgentsSettings settings = new() { PrivateLinePattern = "^\\+3346712(99|98)$" };
        LanePlanner planner = new(settings.AgentNumbers());
        Assert.True(planner.IsAgentNumber("+334671299"));
        Assert.True(planner.IsAgentNumber("201"));
        Assert.False(planner.IsAgentNumber("+334671200"));

        // It is the agent's side then, whatever the order of the metadata.
        RecordingMetadata metadata = new()
        {
            Participants =
            [
                new RecordingParticipant("a", [new RecordingIdentity("sip:+334671299@h", null)]),
                new RecordingParticipant("b", [new RecordingIdentity("sip:0612345678@h", null)]),
            ],
        };
        LanePlan plan = planner.Plan(metadata, []);
        Assert.Equal(new Party("+334671299", null), plan.Agent);
        Assert.Matches(settings.PrivateLines()!, plan.Agent.Number!);
    }
}
