using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Listening;
using Supervision.Client.Services;
using Supervision.Shared.Calls;

namespace Supervision.Client.Tests;

public sealed class ListenPanelTests : ScreenTest
{
    private readonly CallSnapshot _call = Samples.Call();

    [Fact]
    public async Task Panel_PurposeChosen_AsksAndStartsTheSound()
    {
        IRenderedComponent<ListenPanel> panel = await OpenAsync();
        await panel.Find("#listen-purpose").ChangeAsync("Formation");
        await panel.Find("#listen-note").ChangeAsync("nouvelle collègue");
        await panel.Find("form").SubmitAsync();

        Assert.Equal(new ListenRequest(_call.Id, "Formation", "nouvelle collègue"), Assert.Single(Listening.Asked));
        Assert.Equal(2, panel.FindAll("[data-listen] [data-lane]").Count);
        Assert.Equal(2, panel.FindAll("input[type=range][aria-label]").Count);
    }

    [Fact]
    public async Task Panel_OtherPurpose_SendsTheNoteAlone()
    {
        IRenderedComponent<ListenPanel> panel = await OpenAsync();
        await panel.Find("#listen-purpose").ChangeAsync("other");
        await panel.Find("#listen-note").ChangeAsync("demande du maire");
        await panel.Find("form").SubmitAsync();

        Assert.Equal(new ListenRequest(_call.Id, null, "demande du maire"), Assert.Single(Listening.Asked));
    }

    [Theory]
    [InlineData(ListenRefusal.Refused, "La personne a refusé")]
    [InlineData(ListenRefusal.PrivateLine, "Ligne privée")]
    [InlineData(ListenRefusal.NotAllowed, "ne permet pas")]
    [InlineData(ListenRefusal.CallOver, "terminé")]
    [InlineData(ListenRefusal.TooMany, "atteint")]
    [InlineData(ListenRefusal.PurposeMissing, "motif")]
    [InlineData(ListenRefusal.NoSuchCall, "n’existe pas")]
    public async Task Panel_Refused_SaysWhyAndStays(ListenRefusal refusal, string words)
    {
        Listening.Answer = new ListenAdmission(refusal, null);
        IRenderedComponent<ListenPanel> panel = await OpenAsync();
        await panel.Find("form").SubmitAsync();

        Assert.Contains(words, panel.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("[data-listen]"));
    }

    [Theory]
    [InlineData(4001, "L’appel est terminé.", false)]
    [InlineData(4002, "La personne a refusé", false)]
    [InlineData(4000, "interrompue", true)]
    [InlineData(1006, "interrompue", true)]
    public async Task EndedAsync_ByCode_SaysWhy(int code, string words, bool mayAskAgain)
    {
        IRenderedComponent<ListenPanel> panel = await OpenAsync();
        await panel.Find("#listen-purpose").ChangeAsync("Formation");
        await panel.Find("form").SubmitAsync();
        await panel.InvokeAsync(() => panel.Instance.EndedAsync(code));

        Assert.Contains(words, panel.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Equal(mayAskAgain ? 2 : 1, panel.FindAll("button").Count);
    }

    [Fact]
    public async Task Escape_Listening_ClosesThePanel()
    {
        IRenderedComponent<ListenPanel> panel = await OpenAsync();
        await panel.Find(".listen").KeyDownAsync("Escape");

        Assert.Empty(panel.FindAll(".listen"));
    }

    [Theory]
    [InlineData(RecordingState.Recording, CallState.Live, 1)]
    [InlineData(RecordingState.Paused, CallState.Held, 1)]
    [InlineData(RecordingState.Refused, CallState.Live, 0)]
    [InlineData(RecordingState.Private, CallState.Live, 0)]
    [InlineData(RecordingState.Recording, CallState.Ended, 0)]
    public void Button_ByStateOfTheCall_IsThereOrNot(RecordingState recording, CallState state, int buttons)
    {
        IRenderedComponent<ListenButton> button =
            Render<ListenButton>(parameters => parameters.Add(one => one.Call, _call with { Recording = recording, State = state }));

        Assert.Equal(buttons, button.FindAll("button").Count);
    }

    [Fact]
    public void Mark_Listeners_NamesThem()
    {
        IRenderedComponent<ListenersMark> mark = Render<ListenersMark>(parameters => parameters.Add(one => one.Names, ["Claire", "Admin"]));

        Assert.Equal("Écoute en direct : Claire, Admin", Read(mark.Find("[data-chip=Listening]").TextContent));
    }

    private async Task<IRenderedComponent<ListenPanel>> OpenAsync()
    {
        IRenderedComponent<ListenPanel> panel = Render<ListenPanel>();
        await panel.InvokeAsync(() => Services.GetRequiredService<ListenRequests>().AskAsync(_call));
        return panel;
    }
}
