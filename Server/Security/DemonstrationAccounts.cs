namespace Supervision.Server.Security;

/// <summary>What the first run must know of the demonstration.</summary>
/// <param name="IsEnabled"><c>Demo:Enabled</c>.</param>
/// <param name="AgentNumber">Extension that plays the agent in demonstration calls, so that the agent's account sees some.</param>
internal sealed record DemonstrationAccounts(bool IsEnabled, string AgentNumber)
{
    /// <summary>Extension of the reception desk in <c>demo/</c>.</summary>
    private const string DefaultAgentNumber = "201";

    internal static DemonstrationAccounts Of(IConfiguration configuration) => new(
        configuration.GetValue("Demo:Enabled", false),
        configuration.GetValue("Demo:AgentNumber", DefaultAgentNumber));
}
