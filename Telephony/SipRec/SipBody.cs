using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.SipRec;

/// <summary>What a request carries: a session description, recording metadata, both or neither. Immutable.</summary>
internal sealed record SipBody
{
    internal ReadOnlyMemory<byte>? Sdp { get; private init; }

    internal ReadOnlyMemory<byte>? Metadata { get; private init; }

    /// <summary>Content type of a body of one part; empty without body.</summary>
    internal string Type { get; private init; } = "";

    /// <summary>The whole body.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>
    /// Sorts the body of <paramref name="message"/>. On false <paramref name="status"/> is the answer: 415 for a type or an encoding
    /// that must be understood and is not (RFC 3261 §8.2.3), 400 for a multipart body that cannot be cut.
    /// </summary>
    internal static bool TryRead(SipMessage message, Func<string, bool> isKnown, out SipBody body, out int status)
    {
        body = new SipBody();
        status = 0;
        if (message.Body.IsEmpty)
        {
            return true;
        }

        string? encoding = message.Headers[SipHeaderName.ContentEncoding];
        if (encoding is not null && !encoding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            status = 415;
            return false;
        }

        MediaType type = MediaType.Parse(message.Headers[SipHeaderName.ContentType]);
        if (type.IsMultipart)
        {
            return TryReadParts(message, type, out body, out status);
        }

        MediaType disposition = MediaType.Parse(message.Headers[SipHeaderName.ContentDisposition]);
        body = new SipBody { Type = type.Name, Bytes = message.Body };
        if (type.Name == MediaType.Sdp || (type.Name.Length == 0 && message.Body.Span.StartsWith("v=0"u8)))
        {
            body = body with { Sdp = message.Body };
        }
        else if (type.IsMetadata)
        {
            body = body with { Metadata = message.Body };
        }
        else if (!isKnown(type.Name) && !IsOptional(disposition))
        {
            status = 415;
            return false;
        }

        return true;
    }

    private static bool TryReadParts(SipMessage message, MediaType type, out SipBody body, out int status)
    {
        body = new SipBody { Type = type.Name, Bytes = message.Body };
        status = 400;
        var parts = new List<BodyPart>();
        if (!MultipartBody.TryParse(type, message.Body, parts))
        {
            return false;
        }

        foreach (BodyPart part in parts)
        {
            if (part.Type.Name == MediaType.Sdp)
            {
                body = body with { Sdp = body.Sdp ?? part.Bytes };
            }
            else if (part.Type.IsMetadata || (part.Type.IsXml && part.Disposition.Name is "recording-session" or ""))
            {
                body = body with { Metadata = body.Metadata ?? part.Bytes };
            }
            else if (part.Disposition.Parameters["handling"]?.Equals("required", StringComparison.OrdinalIgnoreCase) == true)
            {
                // Required is also the default (RFC 3204 §6); exchanges add parts of their own without saying so, and these harm nothing.
                status = 415;
                return false;
            }
        }

        return true;
    }

    private static bool IsOptional(MediaType disposition) =>
        disposition.Parameters["handling"]?.Equals("optional", StringComparison.OrdinalIgnoreCase) == true;
}
