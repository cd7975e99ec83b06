using Microsoft.Win32.SafeHandles;

namespace Supervision.Server.Journal;

/// <summary>Reads the good lines of one segment in order, from an offset; skips damaged ones. One thread.</summary>
internal sealed class JournalSegmentReader : IDisposable
{
    private readonly SafeFileHandle file;
    private byte[] buffer = new byte[64 * 1024];
    private long bufferOffset;
    private int filled;
    private int consumed;

    internal JournalSegmentReader(string path, long offset)
    {
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        bufferOffset = offset;
    }

    /// <summary>Lines that ended in a line feed and were not good.</summary>
    internal int Damaged { get; private set; }

    /// <summary>False at the end of what is written; a line without its line feed is not there yet.</summary>
    internal bool TryRead(out JournalLineRead line)
    {
        line = default;
        while (true)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(consumed, filled - consumed);
            int length = rest.IndexOf((byte)'\n');
            if (length < 0)
            {
                if (!Fill())
                {
                    return false;
                }

                continue;
            }

            consumed += length + 1;
            if (JournalLine.TryRead(rest[..length], out long sequence, out ReadOnlySpan<byte> json))
            {
                line = new JournalLineRead(sequence, json.ToArray(), bufferOffset + consumed);
                return true;
            }

            Damaged++;
        }
    }

    public void Dispose() => file.Dispose();

    private bool Fill()
    {
        if (consumed > 0)
        {
            buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
            bufferOffset += consumed;
            filled -= consumed;
            consumed = 0;
        }
        else if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int read = RandomAccess.Read(file, buffer.AsSpan(filled), bufferOffset + filled);
        filled += read;
        return read > 0;
    }
}
