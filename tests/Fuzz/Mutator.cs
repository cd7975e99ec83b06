using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Supervision.Fuzz;

/// <summary>Makes broken inputs out of valid ones, repeatable by its seed.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, int seed)
{
    /// <summary>Longer inputs are cut: the network brings no longer datagram.</summary>
    private const int MaxBytes = 65535;

    private static readonly byte[] InterestingBytes = [0, 1, 0x7F, 0x80, 0xFF, (byte)'\r', (byte)'\n', (byte)' ', (byte)':', (byte)';', (byte)'"', (byte)'<', (byte)'>', (byte)'%', (byte)'=', (byte)','];
    private static readonly string[] InterestingNumbers = ["0", "-1", "65535", "65536", "2147483647", "2147483648", "4294967296", "99999999999999999999", ""];

    private readonly Random _random = new(seed);
    private readonly List<byte> _work = [];

    internal byte[] Next()
    {
        _work.Clear();
        _work.AddRange(Pick(seeds));
        int mutations = 1 << _random.Next(0, 5);
        for (int i = 0; i < mutations; i++)
        {
            MutateOnce();
        }

        if (_work.Count > MaxBytes)
        {
            _work.RemoveRange(MaxBytes, _work.Count - MaxBytes);
        }

        return [.. _work];
    }

    private void MutateOnce()
    {
        switch (_random.Next(10))
        {
            case 0 when _work.Count > 0:
                _work[_random.Next(_work.Count)] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when _work.Count > 0:
                _work[_random.Next(_work.Count)] = (byte)_random.Next(256);
                break;
            case 2 when _work.Count > 0:
                _work[_random.Next(_work.Count)] = Pick(InterestingBytes);
                break;
            case 3:
                _work.Insert(_random.Next(_work.Count + 1), Pick(InterestingBytes));
                break;
            case 4 when _work.Count > 0:
                (int from, int count) = Range(64);
                _work.RemoveRange(from, count);
                break;
            case 5 when _work.Count > 0:
                Repeat();
                break;
            case 6:
                int cut = _random.Next(_work.Count + 1);
                _work.RemoveRange(cut, _work.Count - cut);
                break;
            case 7:
                Splice();
                break;
            case 8:
                ReplaceNumber();
                break;
            case 9 when _work.Count >= 2:
                WriteLength();
                break;
        }
    }

    private void Repeat()
    {
        (int from, int count) = Range(64);
        byte[] piece = [.. _work.GetRange(from, count)];
        int times = _random.Next(1, _random.Next(20) == 0 ? 200 : 4);
        for (int i = 0; i < times; i++)
        {
            _work.InsertRange(from, piece);
        }
    }

    private void Splice()
    {
        byte[] other = Pick(seeds);
        int from = _random.Next(other.Length + 1);
        int at = _random.Next(_work.Count + 1);
        _work.RemoveRange(at, _work.Count - at);
        _work.AddRange(other[from..]);
    }

    /// <summary>A run of ASCII digits becomes a number at the edge of a type.</summary>
    private void ReplaceNumber()
    {
        int start = _work.FindIndex(_random.Next(_work.Count + 1), value => char.IsAsciiDigit((char)value));
        if (start < 0)
        {
            return;
        }

        int end = start;
        while (end < _work.Count && char.IsAsciiDigit((char)_work[end]))
        {
            end++;
        }

        _work.RemoveRange(start, end - start);
        string number = _random.Next(4) == 0 ? _random.NextInt64().ToString(CultureInfo.InvariantCulture) : Pick(InterestingNumbers);
        _work.InsertRange(start, Encoding.ASCII.GetBytes(number));
    }

    /// <summary>Two bytes become a length that fits, nearly fits or does not fit.</summary>
    private void WriteLength()
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(_work.Count + _random.Next(-8, 9)));
        int at = _random.Next(_work.Count - 1);
        _work[at] = bytes[0];
        _work[at + 1] = bytes[1];
    }

    private (int From, int Count) Range(int longest)
    {
        int from = _random.Next(_work.Count);
        return (from, _random.Next(1, Math.Min(longest, _work.Count - from) + 1));
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
