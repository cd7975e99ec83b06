using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Server.Recordings;
using Supervision.Shared;

namespace Supervision.Server.Calls;

/// <summary>Tells a call's grain that the disk refuses its recording, or takes it again, so that the wall-board shows it.</summary>
internal sealed partial class RecorderFaults(CallRecorder recorder, IGrainDirectory grains, ILogger<RecorderFaults> logger) : IHostedService
{
    private readonly ILogger _logger = logger;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        recorder.FailureChanged += Tell;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        recorder.FailureChanged -= Tell;
        return Task.CompletedTask;
    }

    /// <summary>On the recorder's writer thread: must not block.</summary>
    private void Tell(CallId id, bool hasFailed)
    {
        if (grains.TryGetLiveCall(id, out ICallGrain? grain))
        {
            _ = TellAsync(grain, id, hasFailed);
        }
    }

    private async Task TellAsync(ICallGrain grain, CallId id, bool hasFailed)
    {
        try
        {
            await grain.SetRecorderFailedAsync(hasFailed, CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody waits for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUntold(e, id);
        }
    }

    [LoggerMessage(EventId = 2510, Level = LogLevel.Error, Message = "Call {CallId} could not be told of its recording's state")]
    private partial void LogUntold(Exception exception, CallId callId);
}
