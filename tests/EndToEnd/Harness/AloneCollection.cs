namespace Supervision.EndToEnd.Harness;

/// <summary>Tests that measure time, or take the whole processor from the others: they run after all others, one by one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
