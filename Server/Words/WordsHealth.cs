using Supervision.Grains.Rules;
using Supervision.Shared;

namespace Supervision.Server.Words;

/// <summary>Says which words raise alarms: <c>words</c> in /health.</summary>
internal sealed class WordsHealth(PublishedWords words) : IHealthPart
{
    public PartHealth Report()
    {
        AlarmWordList list = words.Live.Current;
        IReadOnlyList<string> problems = words.Problems;
        var figures = new Dictionary<string, object>
        {
            ["version"] = list.Version,
            ["number"] = words.Published.Version.Number,
            ["phrases"] = list.PhraseCount,
        };
        return problems.Count > 0
            ? new PartHealth("words", PartState.Degraded, $"{problems.Count} error(s): {problems[0]}", figures)
            : new PartHealth("words", PartState.Ok, $"{list.PhraseCount} phrases, {list.Version}.", figures);
    }
}
