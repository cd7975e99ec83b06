using Supervision.Server.Security;

namespace Supervision.Server.Tests.Security;

public sealed class SpokenPasswordTests
{
    [Fact]
    public void Words_OfTheList_AreAsManyAsTheArithmeticSaysAndReadWell()
    {
        Assert.Equal(512, SpokenPassword.Words.Distinct().Count());
        Assert.All(SpokenPassword.Words, word => Assert.Matches("^[a-z]{4,9}$", word));
        Assert.All(SpokenPassword.Words, word => Assert.DoesNotContain(
            SpokenPassword.Words, other => other != word && other.StartsWith(word, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("amina", 12)]
    [InlineData("amina", 64)]
    [InlineData("an", 12)]
    [InlineData("e-", 64)]
    public void For_AnyUserAndRule_IsAccepted(string userName, int minLength)
    {
        AccountsSettings settings = new() { MinPasswordLength = minLength };
        for (int i = 0; i < 100; i++)
        {
            string password = SpokenPassword.For(userName, settings);

            Assert.Empty(AccountRules.PasswordErrors(password, userName, settings));
            Assert.True(password.Split('-').Length >= 6, password);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    public void For_NameThatIsRefusedAnyway_Ends(string userName) => Assert.NotEmpty(SpokenPassword.For(userName, new AccountsSettings()));

    [Fact]
    public void For_TwoTimes_Differs() =>
        Assert.NotEqual(SpokenPassword.For("amina", new AccountsSettings()), SpokenPassword.For("amina", new AccountsSettings()));
}
