using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Services;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>Incidents that are done, newest first.</summary>
public sealed partial class ClosedPage(ILogger<ClosedPage> logger) : ComponentBase, IDisposable
{
    private const int PageSize = 50;

    private readonly CancellationTokenSource _leaving = new();
    private IncidentList? _page;
    private bool _hasFailed;

    [SupplyParameterFromQuery(Name = "page")]
    public int? RequestedPage { get; set; }

    [Inject]
    private IIncidentDesk Desk { get; set; } = null!;

    private int Number => Math.Max(1, RequestedPage ?? 1);

    private int PageCount => ((_page?.Total ?? 0) + PageSize - 1) / PageSize;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            var query = new IncidentQuery { States = [IncidentState.Closed], Page = Number, PageSize = PageSize };
            _page = await Desk.SearchAsync(query, _leaving.Token);
            _hasFailed = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnread(e);
            _hasFailed = true;
        }
    }

    [LoggerMessage(EventId = 5580, Level = LogLevel.Error, Message = "The closed incidents could not be read")]
    private partial void LogUnread(Exception exception);
}
