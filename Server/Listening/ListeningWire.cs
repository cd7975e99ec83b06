using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Listening;

/// <summary>What goes over the web socket, docs/api.md «Listening live». Pure.</summary>
internal static class ListeningWire
{
    /// <summary>Unix ms of the arrival of the newest frame, little-endian double.</summary>
    internal const int HeaderBytes = 8;

    /// <summary>Lane, payload type, length (2), position in samples modulo 2³² (4).</summary>
    internal const int RecordHeaderBytes = 8;

    /// <summary>All that can wait for one listener.</summary>
    internal const int MaxMessageBytes = HeaderBytes + (Ear.Capacity * (RecordHeaderBytes + AudioFrame.Samples));

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Adds a frame to a message. False when it does not fit.</summary>
    /// <param name="message">The whole buffer.</param>
    /// <param name="length">Bytes in use; 0 for a new message.</param>
    /// <param name="frame">To add.</param>
    internal static bool TryAppend(Span<byte> message, ref int length, in HeardFrame frame)
    {
        ReadOnlySpan<byte> bytes = frame.Bytes;
        int at = Math.Max(length, HeaderBytes);
        if (at + RecordHeaderBytes + bytes.Length > message.Length)
        {
            return false;
        }

        BinaryPrimitives.WriteDoubleLittleEndian(message, frame.ArrivedMs);
        message[at] = (byte)frame.Lane;
        message[at + 1] = (byte)frame.Codec;
        BinaryPrimitives.WriteUInt16LittleEndian(message[(at + 2)..], (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(message[(at + 4)..], unchecked((uint)frame.PositionSamples));
        bytes.CopyTo(message[(at + RecordHeaderBytes)..]);
        length = at + RecordHeaderBytes + bytes.Length;
        return true;
    }

    /// <summary>How the call stands, so that silence explains itself.</summary>
    internal static byte[] State(CallSnapshot call) =>
        JsonSerializer.SerializeToUtf8Bytes(new StateMessage("state", call.State, call.Recording), Json);

    /// <summary>Answers a browser's <c>{"sent": …}</c>: with both times it knows how far its clock is off.</summary>
    internal static byte[] Pong(double sent, long now) => JsonSerializer.SerializeToUtf8Bytes(new PongMessage("pong", sent, now), Json);

    /// <summary>The browser's own time in a ping; null for anything else.</summary>
    internal static double? ReadPing(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<PingMessage>(text, Json)?.Sent;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record StateMessage(string Type, CallState State, RecordingState Recording);

    private sealed record PongMessage(string Type, double Sent, long Now);

    private sealed record PingMessage(double? Sent);
}
