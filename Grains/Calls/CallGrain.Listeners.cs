using Supervision.Shared.Calls;

namespace Supervision.Grains.Calls;

/// <summary>
/// Who hears the call live. Everybody who sees the call sees who listens, the agent first of all: a name is in the snapshot before the
/// first sound goes out, and on the call's time line for good.
/// </summary>
internal sealed partial class CallGrain
{
    private readonly List<CallListener> _listeners = [];
    private IReadOnlyList<string> _listenerNames = [];

    public bool MayBeHeard => _takesAudio;

    public Task<ListenAnswer> AddListenerAsync(CallListener listener, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _mailbox.AskAsync(() => AddListener(listener), () => ListenAnswer.Over, cancellationToken);
    }

    public Task RemoveListenerAsync(Guid id, CancellationToken cancellationToken)
    {
        return _mailbox.PostAsync(() => RemoveListener(id), cancellationToken);
    }

    private ListenAnswer AddListener(CallListener listener)
    {
        if (!_isLive)
        {
            return ListenAnswer.Over;
        }

        if (Recording is RecordingState.Refused or RecordingState.Private)
        {
            return Recording == RecordingState.Refused ? ListenAnswer.Refused : ListenAnswer.Private;
        }

        _listeners.Add(listener);
        JournalEvent("listen-began", listener.Name);
        ShowListeners();
        return ListenAnswer.Allowed;
    }

    private void RemoveListener(Guid id)
    {
        int index = _listeners.FindIndex(listener => listener.Id == id);
        if (index < 0)
        {
            return;
        }

        string name = _listeners[index].Name;
        _listeners.RemoveAt(index);
        if (_isLive)
        {
            JournalEvent("listen-ended", name);
            ShowListeners();
        }
    }

    private void ShowListeners()
    {
        _listenerNames = [.. _listeners.Select(listener => listener.Name).Distinct(StringComparer.Ordinal)];
        Changed(isDurable: false);
    }
}
