using System.Text;

namespace Supervision.Shared.Calls;

/// <summary>
/// One French number in the ways that networks and people write it: 06 12 34 56 78, +33612345678, 0033612345678, 33612345678. Numbers are
/// kept as received; whoever compares them asks here. Pure.
/// </summary>
public static class FrenchNumber
{
    /// <summary>Digits of a whole number after its national 0 or its country's prefix.</summary>
    private const int PartDigits = 9;

    /// <summary>Bare digits are the beginning of a French number only with so many after the 33: fewer are the middle of any number.</summary>
    private const int MinBareDigits = 4;

    /// <summary>The longest first: 33 is the beginning of none of the others.</summary>
    private static readonly string[] Prefixes = ["+33", "0033", "33"];

    /// <summary>The same text for the same number, whichever way it is written: 0612345678; what is not a whole French number, as it is.</summary>
    public static string National(string number) => Part(Strip(number)) is { Length: PartDigits } part ? "0" + part : number;

    /// <summary>The number as it is and, of a French one, every other way without spaces.</summary>
    public static IReadOnlyList<string> Spellings(string number) => Part(Strip(number)) is { Length: PartDigits } part
        ? [.. Prefixes.Prepend("0").Select(prefix => prefix + part).Prepend(number).Distinct()]
        : [number];

    /// <summary>
    /// What follows the national 0 or the country's prefix in the beginning of a number or a whole one, without separators; null when it
    /// is not known to be French.
    /// </summary>
    public static string? Part(string stripped)
    {
        if (stripped is ['0', not '0', ..])
        {
            return stripped[1..];
        }

        foreach (string prefix in Prefixes)
        {
            if (stripped.StartsWith(prefix, StringComparison.Ordinal))
            {
                // +33 (0)6…: the 0 is written and not dialled.
                string part = stripped[prefix.Length..].TrimStart('0');
                return part.All(char.IsAsciiDigit) && (prefix[0] != '3' || part.Length >= MinBareDigits) ? part : null;
            }
        }

        return null;
    }

    /// <summary>Spaces, dots, dashes, brackets and strokes say nothing in a number (RFC 3966 §5.1.1).</summary>
    public static string Strip(string written)
    {
        var digits = new StringBuilder(written.Length);
        foreach (char c in written)
        {
            if (c != '\0' && !char.IsWhiteSpace(c) && c is not ('.' or '-' or '(' or ')' or '/'))
            {
                digits.Append(c);
            }
        }

        return digits.ToString();
    }
}
