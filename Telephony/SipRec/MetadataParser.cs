using System.Diagnostics.CodeAnalysis;
using System.Xml;

namespace Supervision.Telephony.SipRec;

/// <summary>
/// Recording metadata XML (RFC 7865 §6, §8) by local names, so that any prefix, version of the draft and order of elements is read.
/// No document type, no entities, bounded. Never throws; any thread.
/// </summary>
internal static class MetadataParser
{
    /// <summary>Elements of each kind; a conference of a hundred is already more than two voices can be told from.</summary>
    internal const int MaxItems = 128;

    private const int MaxDepth = 32;

    internal static bool TryParse(ReadOnlySpan<byte> xml, [NotNullWhen(true)] out RecordingMetadata? metadata)
    {
        metadata = null;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = 1_048_576,
        };
        try
        {
            // White space before the declaration is an error in XML, and a habit of some clients.
            using var stream = new MemoryStream(xml.Trim("\r\n\t \0"u8).ToArray());
            using var reader = XmlReader.Create(stream, settings);
            var builder = new MetadataBuilder();
            if (!Read(reader, builder))
            {
                return false;
            }

            metadata = builder.Build();
            return true;
        }
        catch (Exception e) when (e is XmlException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Read(XmlReader reader, MetadataBuilder builder)
    {
        bool isRoot = true;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth > MaxDepth:
                case XmlNodeType.Element when isRoot && !Is(reader.LocalName, "recording"):
                    return false;
                case XmlNodeType.Element:
                    isRoot = false;
                    bool isEmpty = reader.IsEmptyElement;
                    string name = reader.LocalName;
                    builder.Open(name, attribute => Attribute(reader, attribute));
                    if (isEmpty)
                    {
                        builder.Close(name);
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    builder.Text(reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    builder.Close(reader.LocalName);
                    break;
                default:
                    break;
            }

            if (builder.IsFull)
            {
                return false;
            }
        }

        return !isRoot;
    }

    internal static bool Is(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string? Attribute(XmlReader reader, string name)
    {
        string? value = null;
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                value = Is(reader.LocalName, name) ? reader.Value.Trim() : value;
            }
            while (reader.MoveToNextAttribute());
            reader.MoveToElement();
        }

        return value;
    }
}
