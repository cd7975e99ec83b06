using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Calls;

/// <summary>
/// The single owner of one live call's state. Methods post to its mailbox and are safe from any thread; the audio method copies and
/// never waits, the others complete when the grain has acted.
/// </summary>
public interface ICallGrain
{
    /// <summary>First message of a call.</summary>
    Task StartAsync(CallStart start, CancellationToken cancellationToken);

    /// <summary>20 ms of one lane for levels and analysis. When the mailbox is full the oldest audio is dropped and counted.</summary>
    void OnAudio(Lane lane, AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711);

    Task SetHeldAsync(bool isHeld, CancellationToken cancellationToken);

    /// <summary>No audio comes any more though nobody signalled a hold, or it comes again: an event of the time line, and shown until then.</summary>
    Task SetMediaSilentAsync(bool isSilent, CancellationToken cancellationToken);

    /// <param name="caller">Number and name.</param>
    /// <param name="agent">Number and name.</param>
    /// <param name="lanes">Whose voice each line of the call carries, in their order.</param>
    /// <param name="isAgentLaneUnknown">As <see cref="CallStart.IsAgentLaneUnknown"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task SetPartiesAsync(Party caller, Party agent, IReadOnlyList<Lane> lanes, bool isAgentLaneUnknown, CancellationToken cancellationToken);

    Task PressKeyAsync(Lane lane, char key, CancellationToken cancellationToken);

    Task PauseRecordingAsync(string by, CancellationToken cancellationToken);

    Task ResumeRecordingAsync(string by, CancellationToken cancellationToken);

    /// <summary>The person refuses to be recorded: recording, transcription and analysis stop and what was kept is erased.</summary>
    Task RefuseRecordingAsync(string by, CancellationToken cancellationToken);

    /// <summary>The recorder tells that the disk refuses, or works again.</summary>
    Task SetRecorderFailedAsync(bool hasFailed, CancellationToken cancellationToken);

    /// <summary>
    /// Whether somebody else may hear what is said now: not before the answer, during a pause, after a refusal or after the end. Safe
    /// from any thread; costs one read.
    /// </summary>
    bool MayBeHeard { get; }

    /// <summary>Somebody wants to hear the call; when it is allowed, her name is shown to all from then on.</summary>
    Task<ListenAnswer> AddListenerAsync(CallListener listener, CancellationToken cancellationToken);

    /// <summary>She hears it no more.</summary>
    Task RemoveListenerAsync(Guid id, CancellationToken cancellationToken);

    Task<CallSnapshot> GetSnapshotAsync(CancellationToken cancellationToken);

    Task<LiveTranscript> GetTranscriptAsync(CancellationToken cancellationToken);

    /// <summary>The last minute of the caller's tension; null when it is not measured, or erased.</summary>
    Task<CallTension?> GetTensionAsync(CancellationToken cancellationToken);

    /// <summary>The call turns out to be of a private line: what was kept of it is erased, nothing more is.</summary>
    Task MakePrivateAsync(CancellationToken cancellationToken);

    /// <summary>Last message: flushes speech, journals, publishes, then the grain is deactivated.</summary>
    Task EndAsync(CallEndReason reason, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>How a call begins.</summary>
public sealed record CallStart(
    CallSource Source,
    Party Caller,
    Party Agent,
    IReadOnlyList<Lane> Lanes,
    DateTimeOffset StartedAt,
    bool IsDemonstration)
{
    /// <summary>A private line: shown without numbers, never recorded, transcribed, analysed or kept.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>
    /// <see cref="Lane.Agent"/> is the second of two lines of which nobody said whose voice they carry: its words are judged as those of
    /// <see cref="Lane.Mixed"/> are, for they may be the caller's.
    /// </summary>
    public bool IsAgentLaneUnknown { get; init; }
}
