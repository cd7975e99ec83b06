namespace Supervision.EndToEnd.Harness;

/// <summary>Classes that run SIPp and baresip, whose own media ports are fixed: one at a time.</summary>
[CollectionDefinition(nameof(Peers))]
public sealed class Peers;
