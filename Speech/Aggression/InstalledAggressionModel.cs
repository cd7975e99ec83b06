namespace Supervision.Speech.Aggression;

/// <summary>A model that was found whole.</summary>
/// <param name="Directory">Folder of the network and its card.</param>
/// <param name="Card">What it says of itself.</param>
internal sealed record InstalledAggressionModel(string Directory, AggressionModelCard Card);
