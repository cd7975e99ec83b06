namespace Supervision.Client;

/// <summary>The host's policy for pages of people who take calls: agents, and supervisors whose account has a number.</summary>
public static class AgentPolicy
{
    public const string Name = "TakeCalls";
}
