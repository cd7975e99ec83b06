using System.Net;
using Supervision.Shared;
using Supervision.Telephony.Media;
using Supervision.Telephony.Sdp;

namespace Supervision.Telephony.Sip.Server;

/// <summary>
/// Media of one call as signalling sees it: the engine's lines by m= section, our descriptions, what is on hold. Used on the
/// signalling queue only.
/// </summary>
internal sealed class CallMedia(IMediaSession session, IPAddress local, IPAddress advertised, bool isSipRec, TimeProvider time)
{
    private static readonly KeyValuePair<byte, AudioCodec>[] OfferedCodecs = [new(8, AudioCodec.Pcma), new(0, AudioCodec.Pcmu)];

    private readonly SdpWriter _writer = new(time);
    private readonly SortedDictionary<int, IMediaLine> _lines = [];
    private readonly Dictionary<int, string> _labels = [];
    private IReadOnlyList<SdpLine> _settled = [];
    private bool _beganInBothDirections;

    internal IMediaSession Session => session;

    /// <summary>
    /// Labels of the lines that were ever open, in order: what lanes are planned for. A line that is refused for a while, and then
    /// comes without its label, keeps its lane.
    /// </summary>
    internal IReadOnlyList<string?> Labels => [.. _lines.Keys.Select(index => _labels.GetValueOrDefault(index))];

    /// <summary>Nothing of the conversation comes: every line is silent, black-holed, or a plain call that turned to music (RFC 3264 §8.4).</summary>
    internal bool IsHeld => _settled.Count > 0 && _settled.Where(line => line.IsAccepted).All(IsLineHeld);

    /// <summary>
    /// Takes a remote description: opens the ports that it needs. False when the port range is exhausted. Nothing is configured yet.
    /// </summary>
    internal bool TrySettle(IReadOnlyList<SdpLine> lines)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i].IsAccepted && !_lines.ContainsKey(i) && !TryOpen(i))
            {
                return false;
            }

            if (lines[i].IsAccepted && lines[i].Label is { } label)
            {
                _labels[i] = label;
            }
        }

        if (_settled.Count == 0)
        {
            _beganInBothDirections = lines.Any(line => line.IsAccepted && line.RemoteDirection == SdpDirection.SendRecv);
        }

        _settled = lines;
        return true;
    }

    /// <summary>Tells the engine; <paramref name="lanes"/> are those of <see cref="Labels"/>.</summary>
    internal void Configure(IReadOnlyList<Lane> lanes)
    {
        foreach (((int index, IMediaLine media), Lane lane) in _lines.Zip(lanes))
        {
            // A section that a later description leaves out is refused (RFC 3264 §8.2 forbids it; peers do it).
            SdpLine? line = index < _settled.Count && _settled[index].IsAccepted ? _settled[index] : null;
            media.Configure(new MediaLineSettings
            {
                Lane = lane,
                PayloadTypes = line?.Codecs.ToDictionary(codec => codec.Key, codec => codec.Value) ?? [],
                TelephoneEventPayloadType = line?.TelephoneEvent,
                RemoteRtp = line?.RemoteRtp,
                RemoteRtcp = line?.RemoteRtcp,
                ExpectsMedia = line?.ExpectsMedia == true,
            });
        }

        session.SetHeld(IsHeld);
    }

    /// <summary>Our answer to what was settled (RFC 3264 §6).</summary>
    internal byte[] Answer(SdpSession offer) => _writer.Write(
        advertised, offer.Time, _settled.Select((line, i) => SdpLocalLine.Answer(line, _lines.TryGetValue(i, out IMediaLine? media) ? media.RtpPort : 0)));

    /// <summary>
    /// Our offer, when an INVITE brings none (RFC 3261 §14.2): the lines that stand, or one new. Null when the port range is exhausted.
    /// </summary>
    internal byte[]? Offer()
    {
        if (_settled.Count == 0 && !_lines.ContainsKey(0) && !TryOpen(0))
        {
            return null;
        }

        IEnumerable<SdpLocalLine> lines = _settled.Count == 0
            ? [SdpLocalLine.Create(_lines[0].RtpPort, OfferedCodecs, 101, null, SdpDirection.RecvOnly)]
            : _settled.Select((line, i) => line.IsAccepted
                ? SdpLocalLine.Answer(line, _lines[i].RtpPort) with { Direction = SdpDirection.RecvOnly }
                : SdpLocalLine.Answer(line, 0));
        return _writer.Write(advertised, "0 0", lines);
    }

    private bool TryOpen(int index)
    {
        if (!session.TryAddLine(local, out IMediaLine line))
        {
            return false;
        }

        _lines[index] = line;
        return true;
    }

    private bool IsLineHeld(SdpLine line)
    {
        // A recording client, and a line that was one-way from the start, send in one direction as a rule.
        bool isMusic = !isSipRec && _beganInBothDirections && line.RemoteDirection == SdpDirection.SendOnly;
        return !line.ExpectsMedia || line.IsBlackHole || isMusic;
    }
}
