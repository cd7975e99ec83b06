using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.Replay;

/// <summary>
/// The transcript, each word with its place on the call's clock. The player's script marks the word that is heard and seeks to the one
/// that is clicked; keyboards use the time before each utterance.
/// </summary>
public sealed partial class TranscriptView : ComponentBase
{
    /// <summary>Below this confidence a word is marked as uncertain.</summary>
    private const float DoubtBelow = 0.6f;

    private IReadOnlyList<Utterance>? _drawn;
    private IReadOnlyList<AlarmReason> _drawnReasons = [];
    private IReadOnlySet<Word> _heard = new HashSet<Word>();
    private bool _drawnCanSeek;
    private bool _isStale;
    private ElementReference _list;

    [Parameter, EditorRequired]
    public required IReadOnlyList<Utterance> Utterances { get; set; }

    /// <summary>Whether there is a recording to seek in.</summary>
    [Parameter, EditorRequired]
    public required bool CanSeek { get; set; }

    /// <summary>What raised alarms: the words that they quote are marked.</summary>
    [Parameter]
    public IReadOnlyList<AlarmReason> Reasons { get; set; } = [];

    internal ElementReference List => _list;

    protected override void OnParametersSet()
    {
        _isStale = !ReferenceEquals(_drawn, Utterances) || _drawnCanSeek != CanSeek || !_drawnReasons.SequenceEqual(Reasons);
        (_drawn, _drawnCanSeek, _drawnReasons) = (Utterances, CanSeek, Reasons);
        _heard = _isStale ? HeardWords.Of(Utterances, Reasons) : _heard;
    }

    /// <summary>The script marks words in what is drawn: drawn again only for another transcript.</summary>
    protected override bool ShouldRender() => _isStale;

    private static string? IsDoubtful(Word word) => word.Confidence < DoubtBelow ? "true" : null;

    private static string GapSeconds(Utterance gap) =>
        Math.Max(1, (gap.EndMs - gap.StartMs + 500) / 1000).ToString(CultureInfo.CurrentCulture);
}
