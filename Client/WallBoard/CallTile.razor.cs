using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Client.WallBoard;

/// <summary>
/// One live call on the wall-board. Draws what changes seldom; words, levels and the clock are written into its empty elements by the
/// script module, which is why nothing is ever rendered inside them. Draws again only for another call or alarm record.
/// </summary>
public sealed partial class CallTile : ComponentBase
{
    private CallSnapshot? _drawnCall;
    private Alarm? _drawnAlarm;
    private bool _isStale;

    [Parameter, EditorRequired]
    public required CallSnapshot Call { get; set; }

    /// <summary>The worst open alarm of the call; null when there is none.</summary>
    [Parameter]
    public Alarm? Alarm { get; set; }

    private string TitleId => $"tile-{Call.Id}";

    /// <summary>Nothing of it is kept: there is no page to go to, and nobody to name.</summary>
    private bool IsPrivate => Call.Recording == RecordingState.Private;

    /// <summary>Why there is no curve; null where there is one, or nobody asks any more.</summary>
    private string? TensionText => Call.Tension switch
    {
        TensionState.Off or TensionState.Followed => null,
        TensionState.NoCallerLane when Call.Lanes.Contains(Lane.Mixed) => Texts["Tile.Tension.NoCallerLane.Mixed"],
        var state => Texts[$"Tile.Tension.{state}"].Value,
    };

    private string Ended => CallTime.Format((Call.EndedAt ?? Call.StartedAt) - Call.StartedAt);

    private string EmptyText => (Call.Recording, Call.Transcription) switch
    {
        (RecordingState.Private, _) => Texts["Tile.Words.Private"],
        (RecordingState.Refused, _) => Texts["Tile.Words.Refused"],
        (RecordingState.Paused, _) => Texts["Tile.Words.Paused"],
        (_, TranscriptionState.Off) => Texts["Tile.Words.Off"],
        _ when Call.State == CallState.Ended => Common.Word(CallState.Ended),
        _ => Texts["Tile.Words.Empty"],
    };

    /// <summary>Null when all is as it should be, or when the recording state already says why there is none.</summary>
    private string? TranscriptionText =>
        Call.Transcription is TranscriptionState.Live or TranscriptionState.Complete
        || Call.Recording is RecordingState.Refused or RecordingState.Paused or RecordingState.Private ? null : Common.Transcription(Call);

    protected override void OnParametersSet()
    {
        _isStale = !ReferenceEquals(_drawnCall, Call) || !ReferenceEquals(_drawnAlarm, Alarm);
        (_drawnCall, _drawnAlarm) = (Call, Alarm);
    }

    protected override bool ShouldRender() => _isStale;
}
