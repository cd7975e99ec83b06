using System.Buffers.Text;
using System.Text;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.SipRec;

/// <summary>One part of a multipart body. Immutable.</summary>
internal sealed record BodyPart(MediaType Type, MediaType Disposition, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Cuts multipart bodies (RFC 2046 §5.1): any boundary, preamble and epilogue, folded part headers, a missing end, nested parts.
/// Never throws; any thread.
/// </summary>
internal static class MultipartBody
{
    /// <summary>An INVITE of RFC 7866 has two.</summary>
    internal const int MaxParts = 16;

    private const int MaxDepth = 3;

    /// <summary>Longest boundary (RFC 2046 §5.1.1).</summary>
    private const int MaxBoundary = 70;

    /// <summary>False when there is no usable boundary, no part, or too many.</summary>
    internal static bool TryParse(MediaType type, ReadOnlyMemory<byte> body, List<BodyPart> parts) => TryParse(type, body, parts, 1);

    private static bool TryParse(MediaType type, ReadOnlyMemory<byte> body, List<BodyPart> parts, int depth)
    {
        string? boundary = type.Parameters["boundary"];
        if (depth > MaxDepth || string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
        {
            return false;
        }

        byte[] delimiter = Encoding.Latin1.GetBytes("--" + boundary);
        int at = NextDelimiter(body.Span, 0, delimiter, out int start, out bool isLast);
        bool found = false;
        while (at >= 0 && !isLast)
        {
            int end = NextDelimiter(body.Span, start, delimiter, out int next, out isLast);
            ReadOnlyMemory<byte> part = end < 0 ? body[start..] : body[start..end];
            if (parts.Count >= MaxParts || !TryPart(part, parts, depth))
            {
                return false;
            }

            found = true;
            (at, start) = (end, next);
        }

        return found;
    }

    /// <summary>
    /// Where the content before the next delimiter line ends, -1 when there is no such line. <paramref name="after"/> is where that
    /// line ends. The line end before a delimiter belongs to it (RFC 2046 §5.1.1).
    /// </summary>
    private static int NextDelimiter(ReadOnlySpan<byte> body, int from, ReadOnlySpan<byte> delimiter, out int after, out bool isLast)
    {
        (after, isLast) = (body.Length, false);
        for (int line = from; line < body.Length;)
        {
            int length = body[line..].IndexOf((byte)'\n');
            int end = length < 0 ? body.Length : line + length + 1;
            if (body[line..].StartsWith(delimiter))
            {
                ReadOnlySpan<byte> tail = body[(line + delimiter.Length)..end].TrimEnd(" \t\r\n"u8);
                if (tail.IsEmpty || tail.SequenceEqual("--"u8))
                {
                    (after, isLast) = (end, !tail.IsEmpty);
                    return Math.Max(from, LineStart(body, line));
                }
            }

            line = end;
        }

        return -1;
    }

    private static int LineStart(ReadOnlySpan<byte> body, int line)
    {
        line -= line > 0 && body[line - 1] == '\n' ? 1 : 0;
        return line - (line > 0 && body[line - 1] == '\r' ? 1 : 0);
    }

    private static bool TryPart(ReadOnlyMemory<byte> part, List<BodyPart> parts, int depth)
    {
        var headers = new SipHeaders();
        ReadOnlyMemory<byte> content = part;
        if (part.Length > 0 && part.Span[0] is (byte)'\r' or (byte)'\n')
        {
            // No part headers: an empty line first.
            content = part[(part.Span[0] == '\r' && part.Length > 1 ? 2 : 1)..];
        }
        else
        {
            int head = SipParser.HeadLength(part.Span, 0);
            SipParser.ParseHeaderLines(Encoding.Latin1.GetString(head < 0 ? part.Span : part.Span[..head]), 0, headers);
            content = head < 0 ? ReadOnlyMemory<byte>.Empty : part[head..];
        }

        MediaType type = MediaType.Parse(headers[SipHeaderName.ContentType]);
        if (type.IsMultipart)
        {
            return TryParse(type, content, parts, depth + 1);
        }

        if (headers["Content-Transfer-Encoding"]?.Trim().Equals("base64", StringComparison.OrdinalIgnoreCase) == true)
        {
            content = FromBase64(content.Span);
        }

        parts.Add(new BodyPart(type, MediaType.Parse(headers[SipHeaderName.ContentDisposition]), content));
        return true;
    }

    private static byte[] FromBase64(ReadOnlySpan<byte> text)
    {
        // The decoder skips white space itself (RFC 2045 §6.8).
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        Base64.DecodeFromUtf8(text, bytes, out _, out int written);
        return bytes[..written];
    }
}
