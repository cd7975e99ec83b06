using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Supervision.Server.Data;

namespace Supervision.Server.Journal;

/// <summary>
/// One line of a segment: CRC-32C in eight hexadecimal digits, a space, the sequence in decimal, a space, JSON, line feed. The CRC covers
/// everything after its space, so that a torn or damaged line is known for what it is.
/// </summary>
internal static class JournalLine
{
    private const int CrcDigits = 8;

    internal static void Write(ArrayBufferWriter<byte> output, long sequence, ReadOnlySpan<byte> json)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(sequence, digits, out int length);
        Span<byte> line = output.GetSpan(CrcDigits + length + json.Length + 3);
        Span<byte> covered = line.Slice(CrcDigits + 1, length + 1 + json.Length);
        digits[..length].CopyTo(covered);
        covered[length] = (byte)' ';
        json.CopyTo(covered[(length + 1)..]);
        Utf8Formatter.TryFormat(Crc32C.Compute(covered), line, out _, new StandardFormat('x', CrcDigits));
        line[CrcDigits] = (byte)' ';
        int total = CrcDigits + 1 + covered.Length;
        line[total] = (byte)'\n';
        output.Advance(total + 1);
    }

    /// <summary>False for a torn or damaged line. <paramref name="line"/> comes without its line feed.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> line, out long sequence, out ReadOnlySpan<byte> json)
    {
        sequence = 0;
        json = default;
        if (line.Length < CrcDigits + 3
            || !uint.TryParse(Encoding.ASCII.GetString(line[..CrcDigits]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint crc)
            || line[CrcDigits] != ' ')
        {
            return false;
        }

        ReadOnlySpan<byte> covered = line[(CrcDigits + 1)..];
        if (Crc32C.Compute(covered) != crc || !Utf8Parser.TryParse(covered, out sequence, out int length) || length >= covered.Length)
        {
            return false;
        }

        json = covered[(length + 1)..];
        return true;
    }
}
