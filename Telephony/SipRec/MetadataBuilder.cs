using System.Text;

namespace Supervision.Telephony.SipRec;

/// <summary>Collects what <see cref="MetadataParser"/> meets, element by element. One document, one thread.</summary>
internal sealed class MetadataBuilder
{
    private readonly List<(string Id, List<RecordingIdentity> Identities)> _participants = [];
    private readonly List<(string Id, string? Label)> _streams = [];
    private readonly List<(string Id, List<string> Sends, List<string> Receives)> _associations = [];
    private readonly List<string> _left = [];
    private readonly StringBuilder _text = new();
    private bool _isPartial;
    private string? _participant;
    private string? _association;
    private string? _membership;
    private string? _stream;
    private string? _aor;
    private string? _name;

    internal bool IsFull =>
        _participants.Count > MetadataParser.MaxItems || _streams.Count > MetadataParser.MaxItems
        || _associations.Count > MetadataParser.MaxItems || _participants.Sum(participant => participant.Identities.Count) > MetadataParser.MaxItems
        || _associations.Sum(association => association.Sends.Count + association.Receives.Count) > 2 * MetadataParser.MaxItems;

    internal void Open(string element, Func<string, string?> attribute)
    {
        _text.Clear();
        switch (element.ToLowerInvariant())
        {
            case "participant":
                // Attribute names of RFC 7865 and of its drafts, which some clients still speak.
                _participant = attribute("participant_id") ?? attribute("id") ?? "";
                _participants.Add((_participant, []));
                break;
            case "nameid":
                _aor = attribute("aor");
                _name = null;
                break;
            case "stream":
                _stream = attribute("stream_id") ?? attribute("id") ?? "";
                _streams.Add((_stream, null));
                break;
            case "participantstreamassoc":
                _association = attribute("participant_id") ?? attribute("participant") ?? _participant ?? "";
                Association(_association);
                break;
            case "participantsessionassoc":
                _membership = attribute("participant_id") ?? attribute("participant") ?? _participant;
                break;
            default:
                break;
        }
    }

    internal void Text(string text) => _text.Append(text);

    internal void Close(string element)
    {
        string text = _text.ToString().Trim();
        _text.Clear();
        switch (element.ToLowerInvariant())
        {
            case "datamode":
                _isPartial = MetadataParser.Is(text, "partial");
                break;
            case "participant":
                _participant = null;
                break;
            case "name":
                _name = text.Length > 0 ? text : _name;
                break;
            case "aor":
                _aor = text;
                break;
            case "nameid":
                AddIdentity();
                break;
            case "label" when _stream is not null && _streams.Count > 0:
                _streams[^1] = (_stream, text);
                break;
            case "stream":
                _stream = null;
                break;
            case "send" when (_association ?? _participant) is { } sender:
                Association(sender).Sends.Add(text);
                break;
            case "recv" when (_association ?? _participant) is { } receiver:
                Association(receiver).Receives.Add(text);
                break;
            case "disassociate-time" when _membership is not null:
                _left.Add(_membership);
                break;
            case "participantstreamassoc":
                _association = null;
                break;
            case "participantsessionassoc":
                _membership = null;
                break;
            default:
                break;
        }
    }

    internal RecordingMetadata Build() => new()
    {
        IsPartial = _isPartial,
        Participants = [.. _participants.Where(item => _isPartial || !_left.Contains(item.Id))
            .Select(item => new RecordingParticipant(item.Id, item.Identities))],
        Streams = [.. _streams.Select(item => new RecordingStream(item.Id, item.Label))],
        Associations = [.. _associations.Select(item => new ParticipantStreams(item.Id, item.Sends, item.Receives))],
        Left = _left,
    };

    private void AddIdentity()
    {
        if (_participant is not null && _participants.Count > 0 && _aor is not null)
        {
            _participants[^1].Identities.Add(new RecordingIdentity(_aor, _name));
        }

        _aor = null;
    }

    private (string Id, List<string> Sends, List<string> Receives) Association(string participant)
    {
        int at = _associations.FindIndex(association => association.Id == participant);
        if (at < 0)
        {
            _associations.Add((participant, [], []));
            at = _associations.Count - 1;
        }

        return _associations[at];
    }
}
