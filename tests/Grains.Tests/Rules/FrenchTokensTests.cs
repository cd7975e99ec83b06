using Supervision.Grains.Rules;

namespace Supervision.Grains.Tests.Rules;

public sealed class FrenchTokensTests
{
    [Theory]
    [InlineData("Je t'égorge !", "je te egorge")]
    [InlineData("j’vais", "je vais")]
    [InlineData("qu'il s'est levé", "que il se est leve")]
    [InlineData("l' école", "le ecole")]
    [InlineData("va-t'en, rendez-vous", "va te en rendez vous")]
    [InlineData("sœur CŒUR et cætera", "soeur coeur et caetera")]
    [InlineData("aujourd'hui à 12h30", "aujourd hui a 12h30")]
    [InlineData("e\u0301te\u0301", "ete")]
    [InlineData("", "")]
    [InlineData(" ?! ", "")]
    public void Words_Folded_AreAsListsCompareThem(string text, string expected)
    {
        Assert.Equal(expected, string.Join(' ', FrenchTokens.Words(text, foldAccents: true)));
    }

    [Fact]
    public void Words_AccentsKept_TellTueFromTué()
    {
        Assert.Equal(["il", "te", "tue"], FrenchTokens.Words("il te tue", foldAccents: false));
        Assert.Equal(["il", "te", "tué"], FrenchTokens.Words("il te tué", foldAccents: false));
    }

    [Fact]
    public void Words_AbsurdlyLongWord_IsOneToken()
    {
        Assert.Single(FrenchTokens.Words(new string('œ', 5000), foldAccents: true));
    }
}
