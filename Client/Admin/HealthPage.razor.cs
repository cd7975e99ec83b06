using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared;

namespace Supervision.Client.Admin;

/// <summary>How each part of the console feels, read again every few seconds.</summary>
public sealed partial class HealthPage : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _leaving = new();
    private Task _refreshing = Task.CompletedTask;
    private IReadOnlyList<PartHealth> _parts = [];
    private PartState _worst = PartState.Ok;
    private DateTimeOffset _checkedAt;

    [Inject]
    private ILiveConsole Live { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _refreshing;
        _leaving.Dispose();
    }

    protected override void OnInitialized()
    {
        Read();
        if (RendererInfo.IsInteractive)
        {
            _refreshing = RefreshAsync();
        }
    }

    private static string Tone(PartState state) => state switch
    {
        PartState.Ok => "notice-ok",
        PartState.Degraded => "notice-warning",
        _ => "notice-critical",
    };

    private static IconName Picture(PartState state) => state switch
    {
        PartState.Ok => IconName.Check,
        PartState.Degraded => IconName.Alarm,
        _ => IconName.Critical,
    };

    private void Read()
    {
        _parts = Live.GetHealth();
        _worst = _parts.Count == 0 ? PartState.Degraded : _parts.Max(part => part.State);
        _checkedAt = Clock.UtcNow;
    }

    private async Task RefreshAsync()
    {
        using var timer = new PeriodicTimer(Refresh, Clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await InvokeAsync(Read);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
