namespace Supervision.Grains.Calls;

/// <summary>One person who hears a live call in one browser.</summary>
/// <param name="Id">Of this listening: the same person may listen in two browsers.</param>
/// <param name="Name">As the others read it.</param>
public sealed record CallListener(Guid Id, string Name);
