using System.Text.Json;

namespace Supervision.Speech.Vosk;

/// <summary>Reads libvosk's JSON in place. One instance a recogniser; its list of words is reused.</summary>
internal sealed class VoskResultReader
{
    private readonly List<VoskWord> _words = [];

    /// <summary><c>{"partial" : "…"}</c></summary>
    internal static string ReadPartial(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("partial"u8))
            {
                reader.Read();
                return reader.GetString() ?? "";
            }
        }

        return "";
    }

    /// <summary><c>{"result" : [{"conf", "end", "start", "word"}…], "text" : "…"}</c>; without words only <c>text</c>, empty.</summary>
    internal VoskResult Read(ReadOnlySpan<byte> json)
    {
        _words.Clear();
        string text = "";
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                text = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                ReadWords(ref reader);
            }
        }

        return new VoskResult(text, _words);
    }

    private void ReadWords(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                _words.Add(ReadWord(ref reader));
            }
        }
    }

    private static VoskWord ReadWord(ref Utf8JsonReader reader)
    {
        string word = "";
        double start = 0;
        double end = 0;
        double confidence = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("word"u8))
            {
                reader.Read();
                word = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("start"u8))
            {
                reader.Read();
                start = reader.GetDouble();
            }
            else if (reader.ValueTextEquals("end"u8))
            {
                reader.Read();
                end = reader.GetDouble();
            }
            else if (reader.ValueTextEquals("conf"u8))
            {
                reader.Read();
                confidence = reader.GetDouble();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new VoskWord(word, start, end, (float)Math.Clamp(confidence, 0, 1));
    }
}
