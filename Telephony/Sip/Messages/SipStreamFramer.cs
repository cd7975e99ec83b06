namespace Supervision.Telephony.Sip.Messages;

/// <summary>
/// Cuts a byte stream into messages by Content-Length (RFC 3261 §18.3). Owned by one connection's reader. Its buffer never grows
/// beyond the largest message.
/// </summary>
internal sealed class SipStreamFramer(int maxMessageBytes)
{
    private byte[] _buffer = new byte[Math.Min(4096, maxMessageBytes)];
    private int _length;
    private int _scanned;
    private int _lineEnds;
    private SipMessage? _head;
    private SipFault _headFault;
    private int _headLength;

    /// <summary>True while part of a message waits for the rest.</summary>
    internal bool IsInsideMessage => _length > 0;

    /// <summary>Room for the next bytes of the stream. Empty only after <see cref="SipFrame.Broken"/>.</summary>
    internal Memory<byte> Room()
    {
        if (_length == _buffer.Length && _buffer.Length < maxMessageBytes)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, maxMessageBytes));
        }

        return _buffer.AsMemory(_length);
    }

    /// <summary><paramref name="count"/> bytes were written into <see cref="Room"/>.</summary>
    internal void Advance(int count) => _length += count;

    /// <summary>
    /// The next whole thing in the stream. After <see cref="SipFrame.Broken"/> the stream cannot be read on: where the next message
    /// begins is unknown; <paramref name="message"/> may serve for an answer.
    /// </summary>
    internal SipFrame Next(out SipMessage? message, out SipFault fault)
    {
        message = null;
        fault = SipFault.None;
        if (_head is null)
        {
            if (TakeLineEnds())
            {
                return SipFrame.Ping;
            }

            SipFrame frame = ReadHead(out message, out fault);
            if (frame != SipFrame.Message)
            {
                return frame;
            }
        }

        SipParser.TryContentLength(_head!, out int? length);
        int total = _headLength + (length ?? 0);
        if (_length < total)
        {
            return SipFrame.Incomplete;
        }

        message = _head!;
        message.Body = _buffer.AsSpan(_headLength, total - _headLength).ToArray();
        fault = _headFault;
        Drop(total);
        _head = null;
        return SipFrame.Message;
    }

    private SipFrame ReadHead(out SipMessage? message, out SipFault fault)
    {
        message = null;
        fault = SipFault.None;
        // Two bytes back: the empty line may be cut in the middle.
        int headLength = SipParser.HeadLength(_buffer.AsSpan(0, _length), Math.Max(0, _scanned - 3));
        if (headLength < 0)
        {
            _scanned = _length;
            if (_length < maxMessageBytes)
            {
                return SipFrame.Incomplete;
            }

            message = SipParser.ParseHead(_buffer.AsSpan(0, _length), out _);
            fault = SipFault.TooLarge;
            return SipFrame.Broken;
        }

        SipMessage? head = SipParser.ParseHead(_buffer.AsSpan(0, headLength), out SipFault headFault);
        if (head is null || !SipParser.TryContentLength(head, out int? length))
        {
            message = head;
            fault = head is null ? headFault : SipFault.BadContentLength;
            return SipFrame.Broken;
        }

        if ((length ?? 0) > maxMessageBytes - headLength)
        {
            message = head;
            fault = SipFault.TooLarge;
            return SipFrame.Broken;
        }

        (_head, _headFault, _headLength) = (head, headFault, headLength);
        return SipFrame.Message;
    }

    /// <summary>Line ends between messages: two are a keep-alive that wants one back (RFC 5626 §3.5.1), one alone is nothing.</summary>
    private bool TakeLineEnds()
    {
        int taken = 0;
        bool ping = false;
        while (taken < _length && !ping && _buffer[taken] is (byte)'\r' or (byte)'\n')
        {
            _lineEnds += _buffer[taken] == '\n' ? 1 : 0;
            taken++;
            ping = _lineEnds == 2;
        }

        if (ping || taken < _length)
        {
            _lineEnds = 0;
        }

        Drop(taken);
        return ping;
    }

    private void Drop(int count)
    {
        if (count > 0)
        {
            _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
            _length -= count;
            _scanned = 0;
        }
    }
}

/// <summary>What <see cref="SipStreamFramer.Next"/> found.</summary>
internal enum SipFrame
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,
    Message,

    /// <summary>Keep-alive to answer.</summary>
    Ping,

    /// <summary>The stream cannot be read on.</summary>
    Broken,
}
