using Supervision.Client.Services;
using Supervision.Shared.Alarms;
using Supervision.Shared.Words;

namespace Supervision.Client.Tests;

/// <summary>Word lists in memory. A line with "[" alone is wrong, a sentence is heard when the list has its words.</summary>
internal sealed class FakeWordLists : IWordLists
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    internal List<(WordListVersion Version, string Text)> Versions { get; } =
    [
        (new WordListVersion(WordListVersion.Own, null, "", "", 1), "# à nous\ninsult notice: imbécile\ndeath-threat critical: je vais te tuer\n"),
    ];

    internal WordListDraft? Draft { get; set; }

    internal bool IsAway { get; set; }

    internal WordListVersion Current => Versions[^1].Version;

    public Task<WordListState> GetAsync(CancellationToken cancellationToken) => Task.FromResult(new WordListState(
        Current, "alarm-words/test", [.. Versions.Select(version => version.Version).Reverse()], Draft, IsAway));

    public Task<string?> GetTextAsync(int number, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(Versions.Find(version => version.Version.Number == number).Text);

    public Task<IReadOnlyList<WordListLine>> ReadAsync(string text, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WordListLine>>([.. text.Split('\n').Select((line, index) => ReadLine(line) with { Number = index + 1 })]);

    public WordListLine ReadLine(string text)
    {
        int colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0 || text[0] == '#')
        {
            return new WordListLine(1, WordListLineKind.Other, text);
        }

        string pattern = text[(colon + 2)..];
        string[] head = text[..colon].Split(' ');
        if (head is [WordListNames.Group, string name])
        {
            return new WordListLine(1, WordListLineKind.Group, text) { Group = name, Pattern = pattern };
        }

        return new WordListLine(1, head.Length == 2 ? WordListLineKind.Phrase : WordListLineKind.Exception, text)
        {
            Category = WordListNames.Category(head[0]),
            Severity = head.Length == 2 ? WordListNames.Severity(head[1]) : null,
            Pattern = pattern,
            Fault = pattern.EndsWith('[') ? WordListFault.Element : null,
            FaultSubject = pattern.EndsWith('[') ? pattern : "",
        };
    }

    public Task<WordTrial?> TryAsync(string? listText, string sentence, CancellationToken cancellationToken)
    {
        WordHit[] hits = sentence.Contains("tuer", StringComparison.Ordinal)
            ? [new WordHit(AlarmCategory.DeathThreat, AlarmSeverity.Critical, AlarmSeverity.Serious, "je vais te tuer", 0, 3, "je vais te tuer") { Lowered = WordLowering.Reported, LoweredBy = "m'a dit" }]
            : [];
        return Task.FromResult<WordTrial?>(new WordTrial(listText is null ? "current" : "draft", hits));
    }

    public Task<WordListDraft?> SaveDraftAsync(string text, int revision, CancellationToken cancellationToken) =>
        Task.FromResult((Draft?.Revision ?? 0) == revision ? Draft = new WordListDraft(text, revision + 1, Current.Number, At, "admin") : null);

    public Task<bool> DiscardDraftAsync(int revision, CancellationToken cancellationToken)
    {
        bool isThere = Draft?.Revision == revision;
        Draft = isThere ? null : Draft;
        return Task.FromResult(isThere);
    }

    public Task<WordListVersion?> PublishAsync(int revision, string comment, CancellationToken cancellationToken)
    {
        WordListDraft? draft = Draft?.Revision == revision ? Draft : null;
        Draft = draft is null ? Draft : null;
        return Task.FromResult(draft is null ? null : Publish(draft.Text, comment));
    }

    public Task<WordListVersion?> RestoreAsync(int number, string comment, CancellationToken cancellationToken) =>
        Task.FromResult<WordListVersion?>(Publish(Versions.Find(version => version.Version.Number == number).Text, comment));

    private WordListVersion Publish(string text, string comment)
    {
        var version = new WordListVersion(Current.Number + 1, At, "admin", comment, 1);
        Versions.Add((version, text));
        return version;
    }
}
