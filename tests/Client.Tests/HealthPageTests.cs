using Bunit;
using Supervision.Client.Admin;
using Supervision.Shared;

namespace Supervision.Client.Tests;

public sealed class HealthPageTests : ScreenTest
{
    private static readonly string[] Parts =
    [
        "journal", "database", "accounts", "recorder", "speech", "speech-model", "vad", "aggression", "words", "tension", "live", "listening",
        "incidents", "sip", "rtp",
    ];

    public static TheoryData<string, PartState, string, object, string> Cases => new()
    {
        { "speech", PartState.Degraded, "state", "Off", "Coupée par réglage (Speech:Enabled)." },
        { "speech", PartState.Degraded, "state", "Starting", "Les processus de transcription démarrent." },
        { "speech", PartState.Degraded, "workersWanted", 2, "– processus de transcription sur 2 sont prêts." },
        { "speech", PartState.Degraded, "maxLagMs", 1500, "Plus de paroles que de puissance de calcul : les mots ont 1 500 ms de retard." },
        { "speech-model", PartState.Degraded, "name", "", "Aucun : la transcription est coupée." },
        { "speech-model", PartState.Degraded, "demonstration", false, "– remplace un modèle qui ne se charge pas." },
        { "speech-model", PartState.Degraded, "demonstration", true, "– est un modèle de démonstration : il ne convient pas à de vrais appels." },
        { "aggression", PartState.Ok, "enabled", false, "Coupée par réglage (Aggression:Enabled)." },
        { "tension", PartState.Ok, "raiseThreshold", 0.33f, "Agressive à partir de 0,33, jusqu’à ce qu’elle redescende sous –." },
        { "tension", PartState.Ok, "scoresRefused", 0L, "Aucune voix n’est mesurée : la tension n’est pas suivie." },
        { "journal", PartState.Degraded, "lost", 3L, "Des entrées ont été perdues depuis le démarrage : 3. Le journal du serveur dit pourquoi." },
        { "database", PartState.Degraded, "rejected", 3L, "La base a refusé des entrées : 3 (table journal_rejected)." },
        { "database", PartState.Degraded, "behind", 12_000L, "La base démarre ou rattrape son retard (12 000 entrées). Les appels sont enregistrés et journalisés." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Part_EachCause_HasItsOwnSentence(string part, PartState state, string figure, object value, string expected) =>
        Assert.Equal(expected, Sentence(part, state, new() { [figure] = value }));

    [Fact]
    public void Part_EachStateOfEachPart_HasANameAndSpeaksTheLanguageOfTheScreen()
    {
        foreach (string part in Parts)
        {
            Speak("fr");
            string french = Sentence(part, PartState.Ok, []);
            Speak("en");
            string english = Sentence(part, PartState.Ok, []);
            Assert.True(french.Length > 0 && (french != english || part is "speech-model" or "words"), part);
            Assert.NotEqual(part, Draw(part, PartState.Ok, []).Find(".part-name").TextContent);
        }
    }

    [Fact]
    public void Details_MessageAndFigures_AreMarkedEnglishAndWrittenForPeople()
    {
        var page = Draw("speech-model", PartState.Ok, new()
        {
            ["unusable"] = (string[])["a", "b"],
            ["downloadBytes"] = 42_233_323L,
            ["demonstration"] = false,
            ["download"] = "",
        });
        Assert.Equal("en", page.Find(".part-figures q").GetAttribute("lang"));
        Assert.Equal("said", page.Find(".part-figures q").TextContent);
        Assert.Equal(["non", "–", "42 233 323", "a, b"], page.FindAll(".part-figures dd").Select(figure => Read(figure.TextContent)));
    }

    private string Sentence(string part, PartState state, Dictionary<string, object> figures) =>
        Read(Draw(part, state, figures).Find(".part-detail").TextContent);

    private IRenderedComponent<HealthPage> Draw(string part, PartState state, Dictionary<string, object> figures)
    {
        Live.Health = [new PartHealth(part, state, "said", figures)];
        return Render<HealthPage>();
    }
}
