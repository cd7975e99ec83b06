namespace Supervision.Grains.Rules;

/// <summary>
/// The words of French that lower what stands beside them, from <c>french-context.txt</c>. They belong to the console and not to a town's
/// list: negation and reported speech do not change with the list. Each list has them compiled in.
/// </summary>
internal static class FrenchContext
{
    private const string Resource = "french-context.txt";

    private static readonly IReadOnlyList<AlarmPhrase> Cues = [.. Read()];

    internal static void AddTo(PhraseTrieBuilder builder)
    {
        foreach (AlarmPhrase cue in Cues)
        {
            // A line of the resource that cannot be read is a defect that every test of a list finds.
            if (builder.Add(cue) is { } fault)
            {
                throw new InvalidOperationException($"{Resource}, line {cue.Line}: {WordListReader.Say(fault.Fault, fault.Subject)}.");
            }
        }
    }

    private static IEnumerable<AlarmPhrase> Read()
    {
        int number = 0;
        foreach (string line in GrainResources.Read(Resource).Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
            {
                int colon = line.IndexOf(':', StringComparison.Ordinal);
                yield return new AlarmPhrase(null, default, line[(colon + 1)..].Trim(), number) { Cue = CueOf(line[..colon]) };
            }
        }
    }

    private static ContextCue CueOf(string name) => name switch
    {
        "negation" => ContextCue.Negation,
        "negation-after" => ContextCue.NegationAfter,
        "report" => ContextCue.Report,
        "report-after" => ContextCue.ReportAfter,
        "conditional" => ContextCue.Conditional,
        "hypothesis" => ContextCue.Hypothesis,
        "past" => ContextCue.Past,
        "third-party" => ContextCue.ThirdParty,
        "self" => ContextCue.Self,
        "self-after" => ContextCue.SelfAfter,
        "direct" => ContextCue.Direct,
        _ => throw new InvalidOperationException($"{Resource}: '{name}' is no cue."),
    };
}
