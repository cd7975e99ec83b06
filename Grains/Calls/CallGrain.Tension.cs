using Supervision.Grains.Alarms;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Calls;

/// <summary>
/// The caller's tension, from the scores of the acoustic model. Refused, paused, held or private, no score is taken and the curve has a
/// gap; of another lane than the caller's there is none to take (<see cref="CallerScore"/>).
/// </summary>
internal sealed partial class CallGrain
{
    private readonly TensionCurve _curve;
    private readonly TensionBatch _batch = new();
    private readonly FusionRule _fusion;
    private readonly FusionContext _context;
    private readonly List<AlarmReport> _reports = [];
    private string? _tensionModel;
    private volatile bool _isRestingTension;

    /// <summary>Why the curve is followed, or why not.</summary>
    private TensionState Tension =>
        HasEnded || _start is null ? TensionState.Off
        : _isPrivate ? TensionState.Private
        : _isRefused ? TensionState.Refused
        : _isPaused ? TensionState.Paused
        : _isHeld ? TensionState.Held
        : !_lanes[0].IsPresent ? TensionState.NoCallerLane
        : _services.Speech is null || (_services.Tension?.Parameters is null && _tensionModel is null) ? TensionState.NoModel
        : TensionState.Followed;

    /// <summary>Scores count: also those of the last words, which come when the call is over.</summary>
    private bool TakesScores => _lanes[0].IsPresent && !_isHeld && !IsAnalysisStopped;

    public Task<CallTension?> GetTensionAsync(CancellationToken cancellationToken)
    {
        return _mailbox.AskAsync(
            () => _tensionModel is { } model && !_isRefused && !_isPrivate
                ? new CallTension(Id, model, _curve.Parameters.RaiseThreshold, _curve.Parameters.ClearThreshold, _curve.Recent)
                : null,
            () => null,
            cancellationToken);
    }

    private void HearAggression(CallerScore score)
    {
        if (!_curve.IsRunning && _services.Tension?.Parameters is { } parameters)
        {
            _curve.Use(parameters);
        }

        if (!TakesScores || !_curve.TryAdd(in score, out TensionPoint point, out bool isShown))
        {
            _services.Counters.AddScoreRefused();
            return;
        }

        if (_tensionModel != score.Model)
        {
            bool isFirst = _tensionModel is null;
            JournalTension();
            _tensionModel = score.Model;
            if (isFirst)
            {
                Changed(isDurable: false);
            }
        }

        _isRestingTension = true;
        if (isShown)
        {
            Show(point);
        }

        _fusion.OnTension(Moment(point.AtMs), point, score.Model, _curve.Parameters.RaiseThreshold, _reports);
        SendReports();
    }

    /// <summary>Where nobody speaks the curve falls; from the ticker.</summary>
    private void RestTension()
    {
        if (TakesScores && _curve.TryRest(ClockMs(), out TensionPoint point))
        {
            Show(point);
            _fusion.OnTension(Moment(point.AtMs), point, _tensionModel!, _curve.Parameters.RaiseThreshold, _reports);
            SendReports();
        }
    }

    private void Show(TensionPoint point)
    {
        _services.Feed.Publish(new TensionMeasured(Id, point));
        if (_batch.Add(point))
        {
            JournalTension();
        }
    }

    /// <summary>Before and after what must not be measured: a window that reaches into it counts neither.</summary>
    private void BreakTension()
    {
        _curve.Break(ClockMs());
        _fusion.Forget();
        _isRestingTension = false;
        JournalTension();
    }

    private void EraseTension()
    {
        _curve.Erase();
        _batch.Discard();
    }

    /// <summary>What was scored so far was perhaps the agent's voice, whom nobody may score: it is forgotten wherever it was written.</summary>
    private void WithdrawTension()
    {
        EraseTension();
        BreakTension();
        if (_tensionModel is null)
        {
            return;
        }

        int upToMs = ClockMs();
        _fusion.WithdrawVoice();
        Journal(new TensionErasedJournalled(Id, _services.Time.GetUtcNow(), upToMs));
        _services.Feed.Publish(new TensionWithdrawn(Id, upToMs));
        Observe(_services.Alarms.WithdrawVoiceAsync(Id, upToMs, CancellationToken.None));
    }

    private void JournalTension()
    {
        if (!_batch.IsEmpty && _tensionModel is { } model)
        {
            int fromMs = _batch.FromMs;
            Journal(new TensionJournalled(
                Id, _services.Time.GetUtcNow(), fromMs, _batch.Take(), model, _curve.Parameters.RaiseThreshold, _curve.Parameters.ClearThreshold));
        }
    }

    private FusionMoment Moment(int atMs) => new(atMs, _services.Time.GetUtcNow(), _caller.Number);

    private void SendReports()
    {
        foreach (AlarmReport report in _reports)
        {
            Task sent = report.Corrects is null
                ? (Task)_services.Alarms.ReportAsync(report, CancellationToken.None)
                : _services.Alarms.LowerAsync(report, CancellationToken.None);
            Observe(sent);
        }

        _reports.Clear();
    }
}
