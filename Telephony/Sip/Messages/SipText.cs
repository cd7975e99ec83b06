using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Supervision.Telephony.Sip.Messages;

/// <summary>
/// Lexical helpers of RFC 3261 §25.1. Header text is kept as Latin-1, one character a byte, so that what is copied into an answer is
/// exactly what was received; <see cref="Decode"/> gives the text that people read. Never throws.
/// </summary>
internal static class SipText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Splits at commas outside quoted strings and angle brackets, trims, leaves empty elements out (RFC 3261 §7.3.1).
    /// False when a quote or a bracket is left open; <paramref name="parts"/> then holds what was whole.
    /// </summary>
    internal static bool TrySplitList(string value, List<string> parts)
    {
        int start = 0;
        bool quoted = false;
        bool bracketed = false;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (quoted)
            {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is '<' or '>')
            {
                bracketed = c == '<';
            }
            else if (c == ',' && !bracketed)
            {
                Add(value.AsSpan(start, i - start), parts);
                start = i + 1;
            }
        }

        if (quoted || bracketed)
        {
            return false;
        }

        Add(value.AsSpan(start), parts);
        return true;
    }

    /// <summary>Index of <paramref name="wanted"/> outside quoted strings; -1 when absent, -2 when a quote is left open before it.</summary>
    internal static int IndexOfUnquoted(string value, char wanted, int start = 0)
    {
        bool quoted = false;
        for (int i = start; i < value.Length; i++)
        {
            char c = value[i];
            if (quoted)
            {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            }
            else if (c == wanted)
            {
                return i;
            }
            else if (c == '"')
            {
                quoted = true;
            }
        }

        return quoted ? -2 : -1;
    }

    /// <summary>Takes quotes and their backslash escapes off; other text is given back trimmed.</summary>
    internal static string Unquote(string value)
    {
        value = value.Trim();
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"')
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        for (int i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length - 1)
            {
                i++;
            }

            text.Append(value[i]);
        }

        return text.ToString();
    }

    /// <summary>Quoted string of <paramref name="text"/> as bytes on the wire (RFC 3261 §25.1); control characters are left out.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in Encode(text))
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\');
            }

            if (c is >= ' ' and not '\x7f')
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Header text to what people read: UTF-8 as RFC 3261 §7 wants it, else Latin-1 as many exchanges send it.</summary>
    internal static string Decode(string latin1)
    {
        if (Ascii.IsValid(latin1))
        {
            return latin1;
        }

        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(latin1));
        }
        catch (DecoderFallbackException)
        {
            return latin1;
        }
    }

    /// <summary>Text to header text: its UTF-8 bytes, one character each.</summary>
    internal static string Encode(string text) =>
        Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Percent escapes of a URI (RFC 3261 §19.1.2) to text. False on a broken escape; a NUL is data like any other.</summary>
    internal static bool TryUnescape(string value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!value.Contains('%', StringComparison.Ordinal))
        {
            text = Decode(value);
            return true;
        }

        var raw = new StringBuilder(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != '%')
            {
                raw.Append(value[i]);
                continue;
            }

            if (i + 2 >= value.Length || !char.IsAsciiHexDigit(value[i + 1]) || !char.IsAsciiHexDigit(value[i + 2]))
            {
                return false;
            }

            raw.Append((char)Convert.ToByte(value.Substring(i + 1, 2), 16));
            i += 2;
        }

        text = Decode(raw.ToString());
        return true;
    }

    /// <summary>Escapes what a user part may not hold (RFC 3261 §25.1 user-unreserved, less the semicolon that confuses peers).</summary>
    internal static string EscapeUser(string user)
    {
        var escaped = new StringBuilder(user.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(user))
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || "-_.!~*'()&=+$,?/".Contains(c, StringComparison.Ordinal))
            {
                escaped.Append(c);
            }
            else
            {
                escaped.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    /// <summary>True for a token (RFC 3261 §25.1).</summary>
    internal static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"-.!%*_+`'~".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    private static void Add(ReadOnlySpan<char> part, List<string> parts)
    {
        part = part.Trim();
        if (!part.IsEmpty)
        {
            parts.Add(part.ToString());
        }
    }
}
