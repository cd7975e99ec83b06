using AngleSharp.Dom;
using Bunit;
using Supervision.Client.WallBoard;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Client.Tests;

public sealed class CallTileTests : ScreenTest
{
    private IRenderedComponent<CallTile> Draw(CallSnapshot call, Alarm? alarm = null) =>
        Render<CallTile>(tile => tile.Add(t => t.Call, call).Add(t => t.Alarm, alarm));

    [Fact]
    public void Render_LiveCall_TellsWhoAndState()
    {
        var tile = Draw(Samples.Call());
        string text = Read(tile.Markup);
        Assert.Equal("06 12 34 56 78", Read(tile.Find("h3").TextContent));
        Assert.Equal($"calls/{Samples.Call().Id}", tile.Find("h3 a").GetAttribute("href"));
        Assert.Contains("Mme Lefèvre", text, StringComparison.Ordinal);
        Assert.Contains("Accueil (201)", text, StringComparison.Ordinal);
        Assert.Equal("Enregistré", tile.Find("[data-chip=Recording]").TextContent.Trim());
        Assert.Equal(Samples.Call().StartedAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), tile.Find("[data-elapsed]").GetAttribute("data-elapsed"));
    }

    [Fact]
    public void Render_TwoLanes_LeavesTheirElementsEmptyForTheScript()
    {
        var tile = Draw(Samples.Call());
        Assert.Equal(["Appelant", "Agent"], tile.FindAll(".lane").Select(lane => lane.GetAttribute("aria-label")));
        Assert.All(tile.FindAll("[data-words], [data-meter], [data-elapsed]"), element => Assert.Empty(element.ChildNodes));
    }

    [Fact]
    public void Render_Alarm_TellsItByWordsAndState()
    {
        CallSnapshot call = Samples.Call();
        var tile = Draw(call, Samples.Alarm(1, call, AlarmSeverity.Critical));
        Assert.Equal("Menace À traiter", Read(tile.Find(".tile-alarm").TextContent));
        Assert.Equal("Critical", tile.Find("article").GetAttribute("data-severity"));
        Assert.NotNull(tile.Find(".tile-alarm svg"));
    }

    [Theory]
    [InlineData(RecordingState.Refused, "Enregistrement refusé", "Non transcrit (refus)")]
    [InlineData(RecordingState.Paused, "Enregistrement suspendu", "Non transcrit (suspendu)")]
    public void Render_NotRecorded_SaysSoInEveryPlace(RecordingState state, string chip, string words)
    {
        var tile = Draw(Samples.Call() with { Recording = state, Transcription = TranscriptionState.Off });
        Assert.Equal(chip, tile.Find($"[data-chip={state}]").TextContent.Trim());
        Assert.All(tile.FindAll("[data-words]"), element => Assert.Equal(words, element.GetAttribute("data-empty")));
    }

    [Fact]
    public void Render_LaggingHeldDemonstration_ShowsEach()
    {
        var tile = Draw(Samples.Call() with
        {
            State = CallState.Held,
            Transcription = TranscriptionState.Lagging,
            TranscriptLagMs = 3400,
            IsDemonstration = true,
        });
        Assert.Equal(["Enregistré", "Mis en attente", "Retard 3 s", "Démonstration"], tile.FindAll(".chip").Select(chip => Read(chip.TextContent)));
    }

    [Fact]
    public void Render_NoAudioComes_SaysSoWithIconAndWords()
    {
        IElement chip = Draw(Samples.Call() with { IsMediaSilent = true }).Find("[data-chip=MediaSilent]");
        Assert.Equal("Aucun son reçu", Read(chip.TextContent));
        Assert.NotNull(chip.QuerySelector("svg"));
        Assert.Contains("chip-state", chip.ClassList);
    }

    [Theory]
    [InlineData(CallState.Live, false)]
    [InlineData(CallState.Held, true)]
    [InlineData(CallState.Ended, true)]
    public void Render_AudioComesOrNoneIsExpected_SaysNothingOfIt(CallState state, bool isSilent) =>
        Assert.Empty(Draw(Samples.Call() with { State = state, IsMediaSilent = isSilent }).FindAll("[data-chip=MediaSilent]"));

    [Fact]
    public void Render_MixedLane_IsOneLane()
    {
        var tile = Draw(Samples.Call() with { Lanes = [Lane.Mixed] });
        Assert.Equal("Voix mêlées", tile.Find(".lane").GetAttribute("aria-label"));
        Assert.Single(tile.FindAll(".lane"));
    }

    [Fact]
    public void Render_WithheldNumber_SaysSo() =>
        Assert.Equal("Numéro masqué", Draw(Samples.Call() with { Caller = new Party(null, null) }).Find("h3").TextContent.Trim());

    [Fact]
    public void Render_TensionFollowed_HasAWordAndAnIconForEachLevelAndLeavesTheCurveToTheScript()
    {
        var tile = Draw(Samples.Call() with { Tension = TensionState.Followed });
        Assert.Equal("Tension de l’appelant", tile.Find("[data-tension]").GetAttribute("aria-label"));
        Assert.Equal(
            [("None", "En attente de voix", 0), ("Calm", "Calme", 1), ("Tense", "Tendu", 1), ("Aggressive", "Agressif", 1)],
            tile.FindAll("[data-level-is]").Select(level => (level.GetAttribute("data-level-is")!, Read(level.TextContent), level.QuerySelectorAll("svg").Length)));
        Assert.Empty(tile.Find("[data-tension-curve]").ChildNodes);
        Assert.Equal("true", tile.Find("[data-tension-curve]").GetAttribute("aria-hidden"));
    }

    [Theory]
    [InlineData(TensionState.NoModel, "Tension non mesurée : pas de modèle")]
    [InlineData(TensionState.NoCallerLane, "Tension non mesurée : pas de voix de l’appelant seul")]
    [InlineData(TensionState.Held, "Tension non mesurée : en attente")]
    [InlineData(TensionState.Paused, "Tension non mesurée : suspendu")]
    [InlineData(TensionState.Refused, "Tension non mesurée : refus")]
    [InlineData(TensionState.Private, "Tension non mesurée : ligne privée")]
    public void Render_TensionNotFollowed_SaysWhyAndShowsNoCurve(TensionState state, string reason)
    {
        var tile = Draw(Samples.Call() with { Tension = state, Lanes = [Lane.Agent] });
        Assert.Empty(tile.FindAll("[data-tension]"));
        Assert.Equal(reason, Read(tile.Find(".tension-none").TextContent));
    }

    [Fact]
    public void Render_MixedLaneOnly_SaysThatTheVoicesAreMixed() => Assert.Equal(
        "Tension non mesurée : voix mêlées",
        Read(Draw(Samples.Call() with { Tension = TensionState.NoCallerLane, Lanes = [Lane.Mixed] }).Find(".tension-none").TextContent));

    [Fact]
    public void Render_CallOver_AsksNothingOfTheTension()
    {
        var tile = Draw(Samples.Ended());
        Assert.Empty(tile.FindAll("[data-tension], .tension-none"));
    }

    [Fact]
    public void Render_PrivateLine_NamesNobodyAndLeadsNowhere()
    {
        var tile = Draw(Samples.Call() with
        {
            Recording = RecordingState.Private,
            Transcription = TranscriptionState.Off,
            Tension = TensionState.Private,
            Caller = new Party(null, null),
            Agent = new Party(null, null),
        });
        Assert.Equal("Ligne privée", Read(tile.Find("h3").TextContent));
        Assert.Empty(tile.FindAll("a"));
        Assert.Contains("Rien de cet appel n’est conservé.", Read(tile.Markup), StringComparison.Ordinal);
        Assert.DoesNotContain("inconnu", Read(tile.Markup), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("masqué", Read(tile.Markup), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Render_SameRecords_DrawsOnce()
    {
        CallSnapshot call = Samples.Call();
        var tile = Draw(call);
        tile.Render(parameters => parameters.Add(t => t.Call, call));
        Assert.Equal(1, tile.RenderCount);
    }
}
