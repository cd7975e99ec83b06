using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Replay;
using Supervision.Client.Search;
using Supervision.Shared;

namespace Supervision.Client.Tests;

/// <summary>What people type into the address, and what a page says of itself while it looks.</summary>
public sealed class TypedAddressesTests : ScreenTest
{
    [Theory]
    [InlineData("abc")]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public void Replay_BeginningThatIsNoTime_OpensAtTheStart(string at)
    {
        CallId id = CallId.New(Clock);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"calls/{id}?at={at}");

        var page = Render<ReplayPage>(parameters => parameters.Add(one => one.Id, id.ToString()));

        Assert.NotEmpty(page.FindAll("h1"));
    }

    [Fact]
    public void Calls_WhenFound_SaysThatItIsNotBusy() =>
        Assert.Equal("false", Render<CallsPage>().Find(".results").GetAttribute("aria-busy"));
}
