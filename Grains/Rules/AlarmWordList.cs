using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Rules;

/// <summary>
/// The phrases that raise an alarm, read from text and compiled for matching. Immutable: shared by all calls. The format is described at
/// the head of <c>alarm-words.fr.txt</c>.
/// </summary>
public sealed class AlarmWordList
{
    private const string DefaultResource = "alarm-words.fr.txt";

    private AlarmWordList(string version, PhraseTrie trie, int phraseCount)
    {
        Version = version;
        Trie = trie;
        PhraseCount = phraseCount;
    }

    /// <summary>Name, declared version and the first bytes of the text's SHA-256: goes with each alarm as its model.</summary>
    public string Version { get; }

    /// <summary>Lines that can raise an alarm.</summary>
    public int PhraseCount { get; }

    internal PhraseTrie Trie { get; }

    /// <summary>The list that comes with the console.</summary>
    public static AlarmWordList LoadDefault()
    {
        using Stream stream = typeof(AlarmWordList).Assembly.GetManifestResourceStream(DefaultResource)
            ?? throw new InvalidOperationException($"The resource {DefaultResource} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return TryParse(reader.ReadToEnd(), DefaultResource, out AlarmWordList? list, out IReadOnlyList<string> errors)
            ? list
            : throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
    }

    /// <summary>Reads a whole list; when a line is wrong, all wrong lines are told, each in one sentence, and there is no list.</summary>
    /// <param name="text">Whole text of the list.</param>
    /// <param name="source">Name of the file, for the errors.</param>
    /// <param name="list">Null when there are errors.</param>
    /// <param name="errors">Empty when there is a list.</param>
    public static bool TryParse(
        string text,
        string source,
        [NotNullWhen(true)] out AlarmWordList? list,
        out IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reading = new Reading(source);
        int line = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> content = raw.Trim();
            if (line == 1)
            {
                content = content.TrimStart('\uFEFF').Trim();
            }

            if (content.Length > 0 && content[0] != '#')
            {
                reading.Read(content.ToString(), line);
            }
        }

        errors = reading.Finish();
        list = errors.Count > 0
            ? null
            : new AlarmWordList(VersionOf(text, reading.Version), reading.Trie, reading.PhraseCount);
        return list is not null;
    }

    private static string VersionOf(string text, string declared)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return $"alarm-words/{declared} ({Convert.ToHexStringLower(hash.AsSpan(0, 4))})";
    }

    /// <summary>One reading of a text, line by line.</summary>
    private sealed class Reading(string source)
    {
        private readonly List<string> _errors = [];
        private readonly List<AlarmPhrase> _phrases = [];
        private bool _foldAccents = true;

        internal string Version { get; private set; } = "unversioned";

        internal PhraseTrie Trie { get; private set; } = null!;

        internal int PhraseCount => _phrases.Count(phrase => !phrase.IsException);

        internal void Read(string content, int line)
        {
            int colon = content.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || colon == content.Length - 1)
            {
                Fault(line, "expected 'category severity: phrase', 'except: phrase', 'version: name' or 'accents: fold|keep'");
                return;
            }

            string[] head = content[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string body = content[(colon + 1)..].Trim();
            switch (head)
            {
                case ["version"]:
                    Version = body;
                    break;
                case ["accents"]:
                    ReadAccents(body, line);
                    break;
                case ["except"]:
                    _phrases.Add(new AlarmPhrase(null, default, body, line));
                    break;
                case [string category, string severity]:
                    ReadPhrase(category, severity, body, line);
                    break;
                default:
                    Fault(line, $"'{content[..colon]}' is neither 'category severity' nor 'except', 'version' or 'accents'");
                    break;
            }
        }

        /// <summary>Compiles when all lines were read: the setting of accents holds for the whole list, wherever it stands.</summary>
        internal List<string> Finish()
        {
            var builder = new PhraseTrieBuilder(_foldAccents);
            foreach (AlarmPhrase phrase in _phrases)
            {
                if (builder.Add(phrase) is { } error)
                {
                    Fault(phrase.Line, error);
                }
            }

            if (_errors.Count == 0 && PhraseCount == 0)
            {
                _errors.Add($"{source}: no phrase in it.");
            }

            Trie = builder.Build();
            return _errors;
        }

        private void ReadAccents(string body, int line)
        {
            switch (body)
            {
                case "fold":
                    _foldAccents = true;
                    break;
                case "keep":
                    _foldAccents = false;
                    break;
                default:
                    Fault(line, $"accents is '{body}'; it must be fold or keep");
                    break;
            }
        }

        private void ReadPhrase(string category, string severity, string body, int line)
        {
            AlarmCategory? parsedCategory = category switch
            {
                "insult" => AlarmCategory.Insult,
                "threat" => AlarmCategory.Threat,
                "emergency" => AlarmCategory.Emergency,
                _ => null,
            };
            AlarmSeverity? parsedSeverity = severity switch
            {
                "notice" => AlarmSeverity.Notice,
                "serious" => AlarmSeverity.Serious,
                "critical" => AlarmSeverity.Critical,
                _ => null,
            };
            if (parsedCategory is null)
            {
                Fault(line, $"category is '{category}'; it must be insult, threat or emergency");
            }

            if (parsedSeverity is null)
            {
                Fault(line, $"severity is '{severity}'; it must be notice, serious or critical");
            }

            if (parsedCategory is not null && parsedSeverity is not null)
            {
                _phrases.Add(new AlarmPhrase(parsedCategory, parsedSeverity.Value, body, line));
            }
        }

        private void Fault(int line, string what)
        {
            _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{source}, line {line}: {what}."));
        }
    }
}
