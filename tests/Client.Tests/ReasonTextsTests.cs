using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Supervision.Client.Components;
using Supervision.Client.Resources;
using Supervision.Client.WallBoard;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.Tests;

public sealed class ReasonTextsTests : ScreenTest
{
    [Theory]
    [InlineData("acoustic/aggression", 0.87f, 0.8f, "Voix agressive", "score 0,87, seuil 0,80")]
    [InlineData("fusion/voice+words", 0.87f, 0.8f, "Voix agressive et propos dans le même moment", "score 0,87, seuil 0,80")]
    [InlineData("context/repeated-caller", 4f, 3f, "Appels répétés de ce numéro", "4 appels, à partir de 3")]
    [InlineData("context/confirmed-alarm", 1f, 1f, "Alarme confirmée pour ce numéro depuis 24 heures", "alarmes : 1, à partir de 1")]
    [InlineData("context/talk-over", 0.52f, 0.4f, "Les deux voix se couvrent", "52 % des dix dernières secondes, au-delà de 40 %")]
    [InlineData("context/long-call", 16.2f, 15f, "Appel long", "16 minutes, à partir de 15")]
    [InlineData("words/insult", null, null, "Liste de mots : Insulte", null)]
    [InlineData("words/of-tomorrow", null, null, "Liste de mots : of-tomorrow", null)]
    [InlineData("unheard/of", 0.5f, 0.4f, "unheard/of", "score 0,50, seuil 0,40")]
    public void Reason_InFrench(string rule, float? score, float? threshold, string name, string? measured)
    {
        var texts = Services.GetRequiredService<IStringLocalizer<CommonTexts>>();
        var reason = new AlarmReason(rule, "", Lane.Caller, 0, "m", score, threshold);
        Assert.Equal(name, texts.Rule(reason));
        Assert.Equal(measured, texts.Measured(reason) is { } text ? Read(text) : null);
    }

    [Theory]
    [InlineData("acoustic/aggression")]
    [InlineData("fusion/voice+words")]
    [InlineData("context/repeated-caller")]
    [InlineData("context/confirmed-alarm")]
    [InlineData("context/talk-over")]
    [InlineData("context/long-call")]
    public void Reason_InEnglish_HasTextsOfItsOwn(string rule)
    {
        var texts = Services.GetRequiredService<IStringLocalizer<CommonTexts>>();
        var reason = new AlarmReason(rule, "", Lane.Caller, 0, "m", 1, 1);
        string french = texts.Rule(reason);
        Speak("en");
        Assert.NotEqual(french, texts.Rule(reason));
        Assert.NotEqual(rule, texts.Rule(reason));
    }

    [Fact]
    public void AlarmCard_VoiceAndACircumstance_SaysWhatWasHeard()
    {
        CallSnapshot call = Samples.Call();
        Alarm alarm = Samples.Alarm(1, call) with
        {
            Category = AlarmCategory.Aggression,
            Reasons =
            [
                new AlarmReason("acoustic/aggression", "", Lane.Caller, 74_000, "aggression-1", 0.87f, 0.8f),
                new AlarmReason("context/repeated-caller", "", Lane.Caller, 75_000, "alarm-rules/1", 3, 3),
            ],
        };
        var card = Render<AlarmCard>(parameters => parameters
            .Add(c => c.Item, new AlarmItem(alarm, call))
            .Add(c => c.OnAcknowledge, EventCallback<AlarmId>.Empty)
            .Add(c => c.OnResolve, EventCallback<AlarmItem>.Empty));
        Assert.Equal("Voix agressive", Read(card.Find(".alarm-rule").TextContent));
        Assert.Equal("Appelant, à 1:14, score 0,87", Read(card.Find(".alarm-where span").TextContent));
    }
}
