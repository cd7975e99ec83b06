using Supervision.Server.Security;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

public sealed class TokenServiceTests
{
    private static readonly Actor Administrator = new("admin", "192.0.2.1");

    private readonly ManualTimeProvider time = new();
    private readonly FakeAccounts store = new();
    private readonly TokenService tokens;
    private readonly Account owner;

    public TokenServiceTests()
    {
        tokens = new TokenService(store, store, new SessionValidator(store, store, time), time);
        owner = store.Add(AccountService.Build("admin", "Admin", "hash", [Roles.Administrator], null, time));
    }

    [Fact]
    public async Task Check_IssuedToken_FoundAndSecretNotKept()
    {
        (ApiToken token, string secret) = await IssueAsync();

        Assert.Equal(token.Id, (await tokens.CheckAsync(secret, default))!.Id);
        Assert.Equal(TokenSecret.Length, secret.Length);
        Assert.Equal(32, token.Hash.Length);
        Assert.Contains(store.Log, entry => entry.Action == AccessActions.TokenIssued && entry.Reason == "script");
    }

    [Theory]
    [InlineData("")]
    [InlineData("sup_")]
    [InlineData("Bearer")]
    [InlineData("sup_' or 1=1 --                               ")]
    public async Task Check_NotAToken_RefusedWithoutAsking(string secret)
    {
        Assert.Null(await tokens.CheckAsync(secret, default));
        Assert.Equal(0, store.Asked);
    }

    [Fact]
    public async Task Check_OtherWellFormedToken_Refused()
    {
        await IssueAsync();

        Assert.Null(await tokens.CheckAsync(TokenSecret.New(), default));
    }

    [Fact]
    public async Task Check_Revoked_Refused()
    {
        (ApiToken token, string secret) = await IssueAsync();

        Assert.True(await tokens.RevokeAsync(token.Id, Administrator));
        Assert.Null(await tokens.CheckAsync(secret, default));
        Assert.False(await tokens.RevokeAsync(token.Id, Administrator));
    }

    [Fact]
    public async Task Check_OwnerDisabled_Refused()
    {
        (_, string secret) = await IssueAsync();
        store.Add(owner with { IsDisabled = true });

        Assert.Null(await tokens.CheckAsync(secret, default));
    }

    [Fact]
    public async Task Check_ManyTimes_LastUseWrittenOnceAMinute()
    {
        (_, string secret) = await IssueAsync();

        for (int second = 0; second < 60; second++)
        {
            await tokens.CheckAsync(secret, default);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, store.Touched);
        await tokens.CheckAsync(secret, default);
        Assert.Equal(2, store.Touched);
    }

    [Fact]
    public void Matches_OneBitOff_False()
    {
        byte[] hash = TokenSecret.Hash(TokenSecret.New());
        byte[] other = [.. hash];
        other[31] ^= 1;

        Assert.True(TokenSecret.Matches(hash, [.. hash]));
        Assert.False(TokenSecret.Matches(hash, other));
    }

    private Task<(ApiToken Token, string Secret)> IssueAsync() =>
        tokens.IssueAsync(new NewToken("script", [Roles.Supervisor], null), owner.Id, Administrator);
}
