namespace Supervision.EndToEnd.Harness;

/// <summary>
/// Classes that measure time, or that load the machine so that others could not: they run after all others, one at a time.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
