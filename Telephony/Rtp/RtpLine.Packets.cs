using Supervision.Shared;

namespace Supervision.Telephony.Rtp;

/// <summary>The way of one packet: its source, its number, its place in time, and out.</summary>
internal sealed partial class RtpLine
{
    /// <summary>Finds the packet's source (RFC 3550 §8.2 and A.1) and lets it prove itself before it is believed.</summary>
    private void Take(in RtpPacket packet, ReadOnlySpan<byte> datagram, long arrival)
    {
        if (!ExpectsMedia)
        {
            _counters.NotExpected++;
            return;
        }

        if (_reception.IsActive && packet.Ssrc == _reception.Ssrc && TakeKnown(packet, arrival))
        {
            // The old source still speaks: what came from another in between was no change of source.
            _probation.Clear();
        }
        else if (_probation.TryProve(packet, out HeldPacket held))
        {
            Accept(packet, arrival, held);
        }
        else
        {
            _probation.Hold(packet, datagram, arrival);
        }
    }

    /// <summary>The second packet in sequence: the source is real, and the first one counts too.</summary>
    private void Accept(in RtpPacket packet, long arrival, in HeldPacket held)
    {
        _jitter.Restart();
        _clock.Reset();
        _dtmf.Reset();
        _counters.SourceChanges++;
        if ((short)(packet.SequenceNumber - held.SequenceNumber) > 0)
        {
            _reception.Reset(packet.Ssrc, held.SequenceNumber);
            TakeHeld(held, held.Arrival);
            TakeKnown(packet, arrival);
        }
        else
        {
            _reception.Reset(packet.Ssrc, packet.SequenceNumber);
            TakeKnown(packet, arrival);
            TakeHeld(held, arrival);
        }

        held.Release();
        _probation.Clear();
    }

    private void TakeHeld(in HeldPacket held, long arrival)
    {
        if (RtpPacket.TryParse(held.Datagram, out RtpPacket packet))
        {
            TakeKnown(packet, arrival);
        }
    }

    /// <summary>A packet of the accepted source. False when its number says that the sender began anew.</summary>
    private bool TakeKnown(in RtpPacket packet, long arrival)
    {
        SequenceVerdict verdict = _reception.Update(packet.SequenceNumber, out long sequence);
        switch (verdict)
        {
            case SequenceVerdict.Jump:
                return false;
            case SequenceVerdict.Duplicate:
                _counters.Duplicates++;
                return true;
        }

        PayloadKind kind = _kinds[packet.PayloadType];
        switch (kind)
        {
            case PayloadKind.Pcmu or PayloadKind.Pcma when !packet.Payload.IsEmpty:
                TakeAudio(packet, kind == PayloadKind.Pcma ? AudioCodec.Pcma : AudioCodec.Pcmu, sequence, verdict, arrival);
                return true;
            case PayloadKind.Event:
                TakeEvent(packet, arrival);
                break;
            case PayloadKind.ComfortNoise:
                // RFC 3389: says only how the silence sounds; its place is kept by the timestamps of what follows.
                _counters.ComfortNoise++;
                break;
            case PayloadKind.Unknown:
                _counters.UnknownPayloadTypes++;
                break;
            default:
                _counters.Malformed++;
                break;
        }

        _jitter.Push(sequence, 0, AudioCodec.Pcma, [], arrival);
        return true;
    }

    private void TakeAudio(in RtpPacket packet, AudioCodec codec, long sequence, SequenceVerdict verdict, long arrival)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        _reception.MeasureJitter(arrival, packet.Timestamp);
        _lastAudio = arrival;
        Placement place = verdict == SequenceVerdict.Newest
            ? _clock.Place(packet.Timestamp, codec, payload, packet.Marker, arrival, !_jitter.IsWaiting)
            : _clock.PlaceReordered(packet.Timestamp, payload.Length);
        payload = payload[..place.Samples];
        long position = place.Position;
        if (position < 0)
        {
            // Sent before the call was answered.
            payload = payload[(int)Math.Min(-position, payload.Length)..];
            position = 0;
        }

        _jitter.Adapt(packet.Payload.Length, _reception.Jitter);
        if (!payload.IsEmpty)
        {
            _counters.Bytes += payload.Length;
            _session.EmitPayload(_lane, codec, position, payload);
        }

        _jitter.Push(sequence, position, codec, payload, arrival);
    }

    private void TakeEvent(in RtpPacket packet, long arrival)
    {
        if (_dtmf.TryTake(packet.Payload, packet.Timestamp, out bool isMalformed, out char key))
        {
            _counters.Keys++;
            _session.EmitKey(_lane, key, arrival);
        }
        else if (isMalformed)
        {
            _counters.Malformed++;
        }
    }
}
