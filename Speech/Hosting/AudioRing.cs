using Supervision.Shared;

namespace Supervision.Speech.Hosting;

/// <summary>
/// A lane's audio on the server's side: what is not sent yet, and behind it what a worker has not settled yet, to be sent again to another
/// worker. Grows up to its bound; then the oldest goes. Not thread-safe: its lane's lock guards it.
/// </summary>
internal sealed class AudioRing(int maxBytes)
{
    private readonly List<Segment> _segments = [];
    private byte[] _bytes = new byte[Math.Min(maxBytes, 8192)];
    private long _oldest;
    private long _sent;
    private long _tail;

    /// <summary>Bytes, and so samples, that wait to be sent.</summary>
    internal int Unsent => (int)(_tail - _sent);

    /// <summary>Bytes kept in all.</summary>
    internal int Kept => (int)(_tail - _oldest);

    internal int Capacity => maxBytes;

    /// <summary>Call position of the next sample to be sent; the end of all when nothing waits; -1 before the first.</summary>
    internal long SentPosition => PositionOf(_sent);

    /// <summary>Call position of the end of all that came.</summary>
    internal long EndPosition => PositionOf(_tail);

    /// <summary>Adds audio. Gives the call positions of unsent audio that had to go for it; empty when none had.</summary>
    internal (long From, long To) Append(AudioCodec codec, long position, ReadOnlySpan<byte> audio)
    {
        if (audio.Length > maxBytes)
        {
            position += audio.Length - maxBytes;
            audio = audio[^maxBytes..];
        }

        (long From, long To) lost = MakeRoom(audio.Length, position);
        if (_segments.Count == 0 || _segments[^1].Codec != codec || EndPosition != position)
        {
            _segments.Add(new Segment(_tail, position, codec));
        }

        int at = (int)(_tail % _bytes.Length);
        int first = Math.Min(audio.Length, _bytes.Length - at);
        audio[..first].CopyTo(_bytes.AsSpan(at));
        audio[first..].CopyTo(_bytes);
        _tail += audio.Length;
        return lost;
    }

    /// <summary>The next unsent piece, of one codec and without a jump, at most <paramref name="max"/> bytes; counts as sent.</summary>
    internal ReadOnlySpan<byte> TakeUnsent(int max, out AudioCodec codec, out long position)
    {
        int index = SegmentAt(_sent);
        codec = default;
        position = -1;
        if (_sent == _tail)
        {
            return default;
        }

        Segment segment = _segments[index];
        long end = index + 1 < _segments.Count ? _segments[index + 1].Start : _tail;
        int at = (int)(_sent % _bytes.Length);
        int count = (int)Math.Min(Math.Min(max, end - _sent), _bytes.Length - at);
        codec = segment.Codec;
        position = segment.Position + (_sent - segment.Start);
        _sent += count;
        return _bytes.AsSpan(at, count);
    }

    /// <summary>Forgets sent audio before <paramref name="position"/>.</summary>
    internal void Release(long position)
    {
        _oldest = Math.Max(_oldest, Math.Min(_sent, OffsetOf(position)));
        int first = SegmentAt(_oldest);
        if (first > 0)
        {
            _segments.RemoveRange(0, first);
        }
    }

    /// <summary>What was sent from <paramref name="position"/> on is to be sent again, as far as it is kept.</summary>
    internal void Rewind(long position) => _sent = Math.Max(_oldest, Math.Min(_sent, OffsetOf(position)));

    private (long From, long To) MakeRoom(int wanted, long next)
    {
        while (Kept + wanted > _bytes.Length && _bytes.Length < maxBytes)
        {
            Grow(Math.Min(maxBytes, Math.Max(_bytes.Length * 2, Kept + wanted)));
        }

        long over = Kept + wanted - _bytes.Length;
        if (over <= 0)
        {
            return default;
        }

        long from = SentPosition;
        bool loses = _oldest + over > _sent;
        _oldest += over;
        _sent = Math.Max(_sent, _oldest);
        long to = _sent == _tail ? next : SentPosition;
        int first = SegmentAt(_oldest);
        _segments.RemoveRange(0, Math.Max(0, first));
        return loses ? (from, to) : default;
    }

    private void Grow(int size)
    {
        byte[] larger = new byte[size];
        for (long i = _oldest; i < _tail; i++)
        {
            larger[i % size] = _bytes[i % _bytes.Length];
        }

        _bytes = larger;
    }

    /// <summary>Index of the segment that holds <paramref name="offset"/>; there are few, mostly one.</summary>
    private int SegmentAt(long offset)
    {
        int index = _segments.Count - 1;
        while (index > 0 && _segments[index].Start > offset)
        {
            index--;
        }

        return Math.Max(0, index);
    }

    private long PositionOf(long offset)
    {
        if (_segments.Count == 0)
        {
            return -1;
        }

        Segment segment = _segments[SegmentAt(offset)];
        return segment.Position + (offset - segment.Start);
    }

    /// <summary>Offset of the first kept byte at or after <paramref name="position"/>.</summary>
    private long OffsetOf(long position)
    {
        for (int i = 0; i < _segments.Count; i++)
        {
            Segment segment = _segments[i];
            long end = i + 1 < _segments.Count ? _segments[i + 1].Start : _tail;
            if (position < segment.Position + (end - segment.Start))
            {
                return Math.Max(_oldest, segment.Start + Math.Max(0, position - segment.Position));
            }
        }

        return _tail;
    }

    /// <summary>Bytes from <see cref="Start"/> on run without a jump from <see cref="Position"/>.</summary>
    private readonly record struct Segment(long Start, long Position, AudioCodec Codec);
}
