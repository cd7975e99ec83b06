namespace Supervision.Server.Web;

/// <summary>Where a person may be sent after the sign-in: to this site only.</summary>
internal static class LocalAddress
{
    internal const string Home = "/";

    internal static string OrHome(string? address) => IsLocal(address) ? address! : Home;

    /// <summary>A path of this site: browsers read <c>//host</c> and <c>/\host</c> as another one, and drop control characters.</summary>
    internal static bool IsLocal(string? address) =>
        address is { Length: > 0 and <= 2000 }
        && address[0] == '/'
        && (address.Length == 1 || (address[1] != '/' && address[1] != '\\'))
        && !address.Any(char.IsControl);
}
