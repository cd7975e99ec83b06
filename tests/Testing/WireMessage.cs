using System.Globalization;

namespace Supervision.Testing;

/// <summary>A SIP message as text, read in the simplest way: a second opinion, independent of the product's parser. Immutable.</summary>
public sealed record WireMessage(string Text)
{
    /// <summary>0 for a request.</summary>
    public int Status => Text.StartsWith("SIP/2.0 ", StringComparison.Ordinal) ? int.Parse(Text.AsSpan(8, 3), CultureInfo.InvariantCulture) : 0;

    /// <summary>Empty for a response.</summary>
    public string Method => Status > 0 || Text.Length == 0 ? "" : Text[..Text.IndexOf(' ', StringComparison.Ordinal)];

    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public int ContentLength => int.Parse(Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Tag of To.</summary>
    public string ToTag => Tag(Header("To"));

    /// <summary>Value of the first field of that name; null when there is none.</summary>
    public string? Header(string name) => Headers(name).FirstOrDefault();

    public IEnumerable<string> Headers(string name) => Text.Split("\r\n\r\n", 2)[0].Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim());

    private static string Tag(string? value)
    {
        int at = value?.IndexOf(";tag=", StringComparison.Ordinal) ?? -1;
        return at < 0 ? "" : value![(at + 5)..].Split(';')[0];
    }
}
