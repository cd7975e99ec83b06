namespace Supervision.Speech.Models;

/// <summary>A model found on disk.</summary>
/// <param name="Name">Its name in models.json, or that of its folder.</param>
/// <param name="Directory">Full path.</param>
/// <param name="Version">As models.json says; empty when it does not list it.</param>
/// <param name="Rank">As models.json says; a model that it does not list comes last.</param>
/// <param name="IsDemonstration">Good enough to show and to test, not to work with.</param>
public sealed record InstalledModel(string Name, string Directory, string Version, int Rank, bool IsDemonstration);
