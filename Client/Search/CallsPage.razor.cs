using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared.Calls;

namespace Supervision.Client.Search;

/// <summary>The list of ended calls. The address holds the whole filter: the page only reads it and asks the archive.</summary>
public sealed partial class CallsPage(ILogger<CallsPage> logger) : ComponentBase, IDisposable
{
    private const int PageSize = 25;

    private readonly CancellationTokenSource _leaving = new();
    private CallFilter _filter = new();
    private CallPage? _result;
    private bool _isSearching;
    private bool _hasFailed;

    /// <summary>Counts searches, so that a slow answer never replaces a newer one.</summary>
    private int _turn;

    [Inject]
    private ICallArchive Archive { get; set; } = null!;

    [Inject]
    private SiteClock Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "number")]
    private string? Number { get; set; }

    [SupplyParameterFromQuery(Name = "agent")]
    private string? Agent { get; set; }

    [SupplyParameterFromQuery(Name = "words")]
    private string? Words { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

    private int PageCount => FilterAddress.PageCount(_result?.Total, PageSize);

    private string Summary => (_isSearching, _result?.Total) switch
    {
        (true, _) => Texts["Searching"],
        (_, null) => "",
        (_, 0) => Texts["Result.Zero"],
        (_, 1) => Texts["Result.One"],
        (_, int total) => Texts["Result.Count", total.ToString("N0", CultureInfo.CurrentCulture)],
    };

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnParametersSetAsync()
    {
        _filter = new CallFilter
        {
            From = From,
            To = To,
            Number = Number,
            Agent = Agent,
            Words = Words,
            Page = FilterAddress.ReadPage(PageNumber),
        };
        return SearchAsync();
    }

    private void Go(CallFilter filter) => Navigation.NavigateTo(filter.ToAddress());

    private async Task SearchAsync()
    {
        int turn = ++_turn;
        if (_filter.Error() is not null)
        {
            (_result, _isSearching, _hasFailed) = (null, false, false);
            return;
        }

        (_isSearching, _hasFailed) = (true, false);
        try
        {
            CallPage result = await Archive.SearchAsync(_filter.ToQuery(Clock, PageSize), _leaving.Token);
            if (turn == _turn)
            {
                (_result, _isSearching) = (result, false);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e) when (turn == _turn)
        {
            LogSearchFailed(e);
            (_result, _isSearching, _hasFailed) = (null, false, true);
        }
    }

    [LoggerMessage(EventId = 5510, Level = LogLevel.Error, Message = "The list of calls could not be read")]
    private partial void LogSearchFailed(Exception exception);
}
