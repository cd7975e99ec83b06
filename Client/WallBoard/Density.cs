namespace Supervision.Client.WallBoard;

/// <summary>How much room a tile has: few calls are seen from far, many are all seen.</summary>
internal enum Density
{
    /// <summary>Up to four calls.</summary>
    Large,

    /// <summary>Up to nine calls.</summary>
    Medium,

    /// <summary>Up to twenty calls.</summary>
    Small,

    /// <summary>More.</summary>
    Compact,
}

/// <summary>Which density a number of tiles asks for.</summary>
internal static class Densities
{
    private const int MaxLarge = 4;
    private const int MaxMedium = 9;
    private const int MaxSmall = 20;

    internal static Density For(int tiles) => tiles switch
    {
        <= MaxLarge => Density.Large,
        <= MaxMedium => Density.Medium,
        <= MaxSmall => Density.Small,
        _ => Density.Compact,
    };
}
