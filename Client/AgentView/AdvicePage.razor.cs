using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Services;

namespace Supervision.Client.AgentView;

/// <summary>Where an administrator writes what agents are told to do, situation by situation.</summary>
public sealed partial class AdvicePage(ILogger<AdvicePage> logger) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<Advice> _all = [];
    private bool _hasFailed;

    [Inject]
    private IAdviceBook Book { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _all = await Book.GetAllAsync(_leaving.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnread(e);
            _hasFailed = true;
        }
    }

    [LoggerMessage(EventId = 5602, Level = LogLevel.Error, Message = "The advice could not be read")]
    private partial void LogUnread(Exception exception);
}
