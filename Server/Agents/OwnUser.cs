using Supervision.Server.Security;

namespace Supervision.Server.Agents;

/// <summary>A user as the person who takes calls: whatever her roles, she sees those of her number.</summary>
internal sealed class OwnUser(ICurrentUser user) : ICurrentUser
{
    public string? Name => user.Name;

    public bool SeesAllCalls => false;

    public string? AgentNumber => user.AgentNumber;
}
