using Supervision.Grains.Incidents;

namespace Supervision.Server.Security;

/// <summary>Who asks, and which calls she may see.</summary>
internal interface ICurrentUser
{
    /// <summary>Null when nobody is signed in.</summary>
    string? Name { get; }

    /// <summary>False for an agent: she sees her own calls only.</summary>
    bool SeesAllCalls { get; }

    /// <summary>The agent's number that ties her to her calls; null when she has none.</summary>
    string? AgentNumber { get; }

    /// <summary>For somebody of the police desk, who sees the calls of the incidents; null for the others.</summary>
    IAttachedCalls? Attached => null;
}
