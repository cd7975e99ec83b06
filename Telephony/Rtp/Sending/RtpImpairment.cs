namespace Supervision.Telephony.Rtp.Sending;

/// <summary>A network that loses, doubles and reorders, by the rates of the options and repeatable by their seed.</summary>
internal sealed class RtpImpairment(RtpStreamOptions options)
{
    private readonly Random _random = new(options.Seed + 1);
    private readonly bool _isPerfect = options.LossRate <= 0 && options.DuplicateRate <= 0 && options.ReorderRate <= 0;
    private readonly byte[] _held = new byte[RtpPacketizer.MaxBytes];
    private int _heldLength;
    private int _overtakers;

    /// <summary>Takes one packet and tells how often it arrives now: 0, 1 or 2. What was held may follow: <see cref="TryRelease"/>.</summary>
    internal int Pass(ReadOnlySpan<byte> datagram)
    {
        if (_isPerfect)
        {
            return 1;
        }

        if (_random.NextDouble() < options.LossRate)
        {
            return 0;
        }

        if (_heldLength == 0 && _random.NextDouble() < options.ReorderRate)
        {
            datagram.CopyTo(_held);
            _heldLength = datagram.Length;
            _overtakers = _random.Next(1, 4);
            return 0;
        }

        _overtakers--;
        return _random.NextDouble() < options.DuplicateRate ? 2 : 1;
    }

    /// <summary>The packet that was overtaken, once its time has come or <paramref name="atEnd"/>.</summary>
    internal bool TryRelease(bool atEnd, out ReadOnlySpan<byte> datagram)
    {
        datagram = _held.AsSpan(0, _heldLength);
        if (_heldLength == 0 || (_overtakers > 0 && !atEnd))
        {
            return false;
        }

        _heldLength = 0;
        return true;
    }
}
