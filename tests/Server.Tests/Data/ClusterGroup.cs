namespace Supervision.Server.Tests.Data;

/// <summary>Tests that share the cluster.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterGroup : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
