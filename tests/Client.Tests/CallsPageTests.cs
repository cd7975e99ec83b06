using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Search;
using Supervision.Shared.Calls;

namespace Supervision.Client.Tests;

public sealed class CallsPageTests : ScreenTest
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private IRenderedComponent<CallsPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<CallsPage>();
    }

    [Fact]
    public void Open_AddressWithFilter_AsksTheArchiveInUtc()
    {
        Open("calls?from=2026-11-20&to=2026-11-21&number=06%2012&agent=accueil&words=carte&page=3");
        CallQuery query = Assert.Single(Archive.Queries);
        Assert.Equal(new DateTimeOffset(2026, 11, 19, 23, 0, 0, TimeSpan.Zero), query.From);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 23, 0, 0, TimeSpan.Zero), query.To);
        Assert.Equal(("0612", "accueil", "carte", 3), (query.Number, query.Agent, query.Words, query.Page));
    }

    [Fact]
    public void Submit_Filter_GoesToItsAddressFromPageOne()
    {
        var page = Open("calls?page=4");
        page.Find("#filter-words").Change("carte d’identité");
        page.Find("#filter-from").Change("2026-11-20");
        page.Find("form").Submit();
        Assert.Equal("calls?from=2026-11-20&words=carte%20d%E2%80%99identit%C3%A9", Navigation.ToBaseRelativePath(Navigation.Uri));
    }

    [Theory]
    [InlineData("calls?from=2026-11-22&to=2026-11-20", "après la date de fin")]
    [InlineData("calls?from=hier", "Date illisible")]
    public void Open_WrongDates_SaysSoAndAsksNothing(string address, string message)
    {
        var page = Open(address);
        Assert.Contains(message, page.Find("#filter-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("filter-error", page.Find("#filter-from").GetAttribute("aria-describedby"));
        Assert.Empty(Archive.Queries);
    }

    [Fact]
    public void Open_Matches_MarksTheWordsAndEncodesTheRest()
    {
        Archive.Search = _ => new CallPage([new CallListItem(Samples.Ended(), 2, "refaire ma \u2068carte\u2069 <b>vite</b>")], 1);
        var page = Open("calls?words=carte");
        Assert.Equal("carte", page.Find("mark").TextContent);
        Assert.Contains("<b>vite</b>", page.Find(".excerpt").TextContent, StringComparison.Ordinal);
        Assert.Equal("1 appel", page.Find(".results-count").TextContent);
        Assert.Contains("2 alarmes", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains("4:05", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains("08:55", page.Find("tbody .when").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ManyPages_LinksKeepTheFilter()
    {
        Archive.Search = query => new CallPage([new CallListItem(Samples.Ended(), 0, null)], 60);
        var page = Open("calls?agent=accueil&page=2");
        Assert.Equal("calls?agent=accueil", page.Find("a[rel=prev]").GetAttribute("href"));
        Assert.Equal("calls?agent=accueil&page=3", page.Find("a[rel=next]").GetAttribute("href"));
        Assert.Equal("Page 2 sur 3", Read(page.Find(".pager-position").TextContent));
    }

    [Fact]
    public void Open_NothingFound_SaysHowToGoOn() =>
        Assert.Contains("Aucun appel ne correspond", Open("calls?words=zzz").Find(".empty").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Open_ArchiveFails_SaysSoAndTriesAgain()
    {
        Archive.Search = _ => throw new InvalidOperationException("away");
        var page = Open("calls");
        Archive.Search = _ => new CallPage([new CallListItem(Samples.Ended(), 0, null)], 1);
        page.Find("[role=alert] button").Click();
        Assert.Single(page.FindAll("tbody tr"));
        Assert.Empty(page.FindAll("[role=alert]"));
    }
}
