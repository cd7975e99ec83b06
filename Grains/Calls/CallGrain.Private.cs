using Supervision.Grains.Ports;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Calls;

/// <summary>
/// A private line (docs/adr/0013-private-lines.md): answered, shown as such without anybody's number, and nothing of it kept. Once
/// private, a call stays so until its end.
/// </summary>
internal sealed partial class CallGrain
{
    private bool _isPrivate;

    public Task MakePrivateAsync(CancellationToken cancellationToken) => WhileLiveAsync(MakePrivate, cancellationToken);

    private void MakePrivate()
    {
        if (_isPrivate)
        {
            return;
        }

        // From here on the journal takes nothing of the call but its erasure.
        _isPrivate = true;
        HideParties();
        EraseTension();
        StopAnalysis();
        _finals.Clear();
        Journal(new CallErasedJournalled(Id, _services.Time.GetUtcNow(), "private"));
        Changed(isDurable: false);
        Observe(_services.Alarms.ForgetWordsAsync(Id, CancellationToken.None));
        Observe(_services.Incidents?.ForgetPartiesAsync(Id, CancellationToken.None) ?? Task.CompletedTask);
        _services.Recorder.Refuse(Id);
    }

    private void HideParties()
    {
        _caller = new Party(null, null);
        _agent = new Party(null, null);
    }
}
