namespace Supervision.EndToEnd.Harness;

/// <summary>Tests that take the whole processor run after the others, one by one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
