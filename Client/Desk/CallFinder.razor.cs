using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Client.Desk;

/// <summary>Looks for a call by number or by words, and hands over the one that is chosen.</summary>
public sealed partial class CallFinder(ILogger<CallFinder> logger) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<CallListItem>? _found;
    private string? _text;
    private bool _hasFailed;

    /// <summary>What the call is for: <c>Attach</c> or <c>Choose</c>, the beginning of the keys of its words.</summary>
    [Parameter, EditorRequired]
    public required string Purpose { get; set; }

    [Parameter, EditorRequired]
    public required Func<string?, CancellationToken, Task<IReadOnlyList<CallListItem>>> Find { get; set; }

    /// <summary>True: the call is dealt with and leaves the list.</summary>
    [Parameter, EditorRequired]
    public required Func<CallId, Task<bool>> OnChoose { get; set; }

    /// <summary>Looks at once, before anything is asked.</summary>
    [Parameter]
    public bool BeginsFilled { get; set; }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnInitializedAsync() => BeginsFilled ? SearchAsync() : Task.CompletedTask;

    private async Task SearchAsync()
    {
        try
        {
            _found = await Find(_text, _leaving.Token);
            _hasFailed = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, Purpose);
            _hasFailed = true;
        }
    }

    private async Task ChooseAsync(CallListItem item)
    {
        if (await OnChoose(item.Call.Id))
        {
            _found = [.. (_found ?? []).Where(other => other.Call.Id != item.Call.Id)];
        }
    }

    [LoggerMessage(EventId = 5560, Level = LogLevel.Error, Message = "Calls could not be looked for ({Purpose})")]
    private partial void LogFailed(Exception exception, string purpose);
}
