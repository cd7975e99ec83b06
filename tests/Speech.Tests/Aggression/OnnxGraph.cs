using System.Text;

namespace Supervision.Speech.Tests.Aggression;

/// <summary>
/// Networks of a few nodes with the acoustic model's face, written as ONNX's protocol buffers (onnx.proto, opset 13), so that what one says of
/// a window is known beforehand.
/// </summary>
internal static class OnnxGraph
{
    /// <summary>The loudest sample: 0 for silence, 1 for full scale.</summary>
    internal static byte[] Peak(string output = "probability") =>
        Model(output, Node("Abs", "audio", "loudness"), Node("ReduceMax", "loudness", output, Axis()));

    /// <summary>A probability for silence and none for a voice: passes the trial at load and fails in the first call.</summary>
    internal static byte[] NegativePeak() => Model(
        "probability",
        Node("Abs", "audio", "loudness"),
        Node("ReduceMax", "loudness", "peak", Axis()),
        Node("Neg", "peak", "probability"));

    private static byte[] Model(string output, params byte[][] nodes)
    {
        byte[] graph =
        [
            .. nodes.SelectMany(node => Message(1, node)),
            .. Message(2, "test"u8),
            .. Message(11, Value("audio", "batch", "samples")),
            .. Message(12, Value(output, "batch")),
        ];
        byte[] opset = Number(2, 13);
        return [.. Number(1, 8), .. Message(7, graph), .. Message(8, opset)];
    }

    private static byte[] Node(string operation, string input, string output, byte[]? attributes = null) =>
        [.. Text(1, input), .. Text(2, output), .. Text(4, operation), .. attributes ?? []];

    /// <summary>axes = [1], keepdims = 0.</summary>
    private static byte[] Axis()
    {
        byte[] axes = [.. Text(1, "axes"), .. Number(8, 1), .. Number(20, 7)];
        byte[] keep = [.. Text(1, "keepdims"), .. Number(3, 0), .. Number(20, 2)];
        return [.. Message(5, axes), .. Message(5, keep)];
    }

    /// <summary>A tensor of floats whose dimensions have names.</summary>
    private static byte[] Value(string name, params string[] dimensions)
    {
        byte[] shape = [.. dimensions.SelectMany(dimension => Message(1, Text(2, dimension)))];
        byte[] tensor = [.. Number(1, 1), .. Message(2, shape)];
        return [.. Text(1, name), .. Message(2, Message(1, tensor))];
    }

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, ReadOnlySpan<byte> body) => [.. Varint((field << 3) | 2), .. Varint(body.Length), .. body];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }
}
