using System.Text;
using System.Xml;
using Supervision.Shared.Calls;

namespace Supervision.Telephony.SipRec;

/// <summary>Writes the metadata of a two-party call as a recording client sends it (RFC 7865 §6, §8). Any thread.</summary>
internal static class MetadataWriter
{
    private const string Namespace = "urn:ietf:params:xml:ns:recording:1";

    /// <summary>One complete snapshot: two participants, two streams, who sends and who receives which.</summary>
    internal static byte[] Write(RecordedParty caller, RecordedParty agent, string sessionId)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, IndentChars = " " };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartElement("recording", Namespace);
            xml.WriteElementString("datamode", Namespace, "complete");
            xml.WriteStartElement("session", Namespace);
            xml.WriteAttributeString("session_id", sessionId);
            xml.WriteEndElement();
            WriteParticipant(xml, caller);
            WriteParticipant(xml, agent);
            WriteStream(xml, caller, sessionId);
            WriteStream(xml, agent, sessionId);
            WriteAssociation(xml, caller, agent);
            WriteAssociation(xml, agent, caller);
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void WriteParticipant(XmlWriter xml, RecordedParty party)
    {
        xml.WriteStartElement("participant", Namespace);
        xml.WriteAttributeString("participant_id", party.Id);
        xml.WriteStartElement("nameID", Namespace);
        xml.WriteAttributeString("aor", party.Aor);
        if (party.Party.Name is { } name)
        {
            xml.WriteElementString("name", Namespace, name);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteStream(XmlWriter xml, RecordedParty party, string sessionId)
    {
        xml.WriteStartElement("stream", Namespace);
        xml.WriteAttributeString("stream_id", party.StreamId);
        xml.WriteAttributeString("session_id", sessionId);
        xml.WriteElementString("label", Namespace, party.Label);
        xml.WriteEndElement();
    }

    private static void WriteAssociation(XmlWriter xml, RecordedParty sender, RecordedParty other)
    {
        xml.WriteStartElement("participantstreamassoc", Namespace);
        xml.WriteAttributeString("participant_id", sender.Id);
        xml.WriteElementString("send", Namespace, sender.StreamId);
        xml.WriteElementString("recv", Namespace, other.StreamId);
        xml.WriteEndElement();
    }
}

/// <summary>One side of a call that a recording client describes. Ids are base64 as RFC 7865 §6.13 wants.</summary>
internal sealed record RecordedParty(string Id, string StreamId, string Label, string Aor, Party Party);
