using Bunit;
using Supervision.Client.Replay;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.Tests;

public sealed class ReplayPageTests : ScreenTest
{
    private static readonly Utterance Said = new()
    {
        Lane = Lane.Caller,
        Kind = UtteranceKind.Speech,
        StartMs = 1200,
        EndMs = 2900,
        Text = "je vais venir",
        Words = [new Word("je", 1200, 1300, 0.98f), new Word("vais", 1300, 1600, 0.4f), new Word("venir", 1700, 2900, 0.9f)],
    };

    private static readonly Utterance Skipped = new()
    {
        Lane = Lane.Agent,
        Kind = UtteranceKind.Gap,
        StartMs = 3000,
        EndMs = 5100,
        Text = "",
    };

    private IRenderedComponent<ReplayPage> Open(CallSnapshot call, bool hasRecording = true)
    {
        Archive.Calls[call.Id] = new CallDetails
        {
            Call = call,
            Transcript = [Said, Skipped],
            Alarms = [Samples.Acknowledged(Samples.Alarm(1, call))],
            Events = [new CallTimelineEvent("key", 500, "2"), new CallTimelineEvent("held", 4000, "")],
            HasRecording = hasRecording,
            DurationMs = 245_000,
        };
        return Render<ReplayPage>(page => page.Add(p => p.Id, call.Id.ToString()));
    }

    [Fact]
    public void Transcript_Words_CarryTheirPlaceAndDoubt()
    {
        var page = Open(Samples.Ended());
        var words = page.FindAll(".word");
        Assert.Equal(["je", "vais", "venir"], words.Select(word => word.TextContent));
        Assert.Equal(("1300", "1600", "true"), (words[1].GetAttribute("data-from"), words[1].GetAttribute("data-until"), words[1].GetAttribute("data-doubt")));
        Assert.Null(words[0].GetAttribute("data-doubt"));
        Assert.Equal("je vais venir", Read(page.Find(".utterance-words").TextContent));
        Assert.Equal("Passage non transcrit (2 s)", Read(page.Find(".utterance-gap").TextContent));
    }

    [Theory]
    [InlineData("Supervisor", true)]
    [InlineData("Administrator", true)]
    [InlineData("PoliceDesk", false)]
    [InlineData("Agent", false)]
    public void SendToTheDesk_ByRole_WatchersOnly(string role, bool isOffered)
    {
        User.SetRoles(role);
        var page = Open(Samples.Ended());
        string?[] expected = isOffered ? [$"desk/open?call={Samples.Ended().Id}"] : [];
        Assert.Equal(expected, page.FindAll(".call-head a.button").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Listen_WithoutPurpose_IsRefused()
    {
        var page = Open(Samples.Ended());
        Assert.Contains("Chaque écoute est journalisée", page.Find(".player-notice").TextContent, StringComparison.Ordinal);
        page.Find(".player-ask").Submit();
        Assert.Contains("Choisissez un motif", page.Find("#purpose-error").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-wave]"));
    }

    [Fact]
    public void Listen_WithPurpose_StartsThePlayerWithItAndLetsTheTranscriptSeek()
    {
        var module = JSInterop.SetupModule("./_content/Supervision.Client/replay.js");
        module.Mode = JSRuntimeMode.Loose;
        var page = Open(Samples.Ended());
        Assert.Empty(page.FindAll(".transcript [data-seek]"));
        page.Find("#purpose").Change("incident");
        page.Find(".player-ask").Submit();
        page.WaitForAssertion(() => Assert.Single(module.Invocations["start"]));
        var call = module.Invocations["start"].Single();
        string options = System.Text.Json.JsonSerializer.Serialize(call.Arguments[2]);
        Assert.Contains($"{Samples.Ended().Id}/recording.wav?purpose=incident", options, StringComparison.Ordinal);
        Assert.Equal("1200", page.Find(".transcript [data-seek]").GetAttribute("data-seek"));
        Assert.Equal(["500", "3000", "4000", "74000"], page.FindAll(".marks li").Select(mark => mark.GetAttribute("data-at")));
    }

    [Fact]
    public void Marks_AlarmsAndEvents_AreToldInOrderWithWhoHandledThem()
    {
        string[] marks = [.. Open(Samples.Ended()).FindAll("li.mark").Select(mark => Read(mark.TextContent))];
        Assert.Equal("0:00 Touche 2", marks[0]);
        Assert.Equal("0:04 Mise en attente", marks[2]);
        Assert.Contains("Prise en charge par superviseur le 23/11/2026 09:01", marks[3], StringComparison.Ordinal);
        Assert.Contains("version alarm-words/1", marks[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("media-silent", "Plus aucun son de l’autocom")]
    [InlineData("media-back", "Le son revient")]
    [InlineData("paused", "Enregistrement suspendu")]
    [InlineData("recording-resumed", "Enregistrement repris")]
    [InlineData("refused", "Refus d’enregistrement")]
    [InlineData("recorder-failed", "Enregistreur en panne")]
    [InlineData("recorder-recovered", "Enregistreur rétabli")]
    [InlineData("unheard-of", "Événement : unheard-of")]
    public void Marks_EventKinds_HaveNames(string kind, string name)
    {
        CallSnapshot call = Samples.Ended();
        var marks = Render<CallMarks>(list => list.Add(l => l.Details, new CallDetails
        {
            Call = call,
            Transcript = [],
            Alarms = [],
            Events = [new CallTimelineEvent(kind, 1000, "")],
            HasRecording = true,
            DurationMs = 2000,
        }));
        Assert.Equal(name, Read(marks.Find(".mark-name").TextContent));
    }

    [Fact]
    public void Open_Refused_SaysThatNothingWasKept()
    {
        var page = Open(Samples.Ended() with { Recording = RecordingState.Refused }, hasRecording: false);
        Assert.Contains("La personne a refusé", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".player"));
    }

    [Theory]
    [InlineData("0199a111-2222-7333-8444-555566667777")]
    [InlineData("nonsense")]
    public void Open_UnknownCall_SaysSo(string id) =>
        Assert.Equal("Appel introuvable", Render<ReplayPage>(page => page.Add(p => p.Id, id)).Find("h1").TextContent);

    [Fact]
    public void Live_WordsOfThisCall_AreAppendedOnceInOrder()
    {
        CallSnapshot call = Samples.Call();
        var page = Open(call);
        Utterance later = Said with { Lane = Lane.Agent, StartMs = 6000, EndMs = 7000, Text = "bonjour", Words = [] };
        Live.Say(new TranscriptFinal(Samples.Call(2).Id, later with { Text = "d’un autre appel" }), new TranscriptFinal(call.Id, Said), new TranscriptFinal(call.Id, later));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".utterance").Count));
        Assert.Equal("bonjour", page.FindAll(".utterance-words")[^1].TextContent);
        Assert.Empty(page.FindAll(".player"));
    }

    [Fact]
    public void Live_Refusal_ErasesTheWordsShown()
    {
        CallSnapshot call = Samples.Call();
        var page = Open(call);
        Live.Say(new CallUpdated(call with { Recording = RecordingState.Refused }));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".utterance")));
    }

    [Fact]
    public void Live_CallEnds_OffersTheRecording()
    {
        CallSnapshot call = Samples.Call();
        var page = Open(call);
        Live.Say(new CallEnded(Samples.Ended()));
        page.WaitForAssertion(() => Assert.Contains("vient de se terminer", page.Markup, StringComparison.Ordinal));
        Archive.Calls[call.Id] = Archive.Calls[call.Id] with { Call = Samples.Ended() };
        page.FindAll("button").Single(button => button.TextContent.Contains("Afficher", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.NotNull(page.Find(".player")));
    }
}
