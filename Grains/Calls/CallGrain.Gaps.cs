using Supervision.Shared.Calls;

namespace Supervision.Grains.Calls;

/// <summary>What a lane's engine did not tell and will not: a gap of the transcript, from the last thing told.</summary>
internal sealed partial class CallGrain
{
    private void EndDeafness(CallLane lane)
    {
        if (lane.IsDeaf)
        {
            lane.IsDeaf = false;
            TellGap(lane, ClockMs());
        }
    }

    /// <summary>
    /// What was said up to <paramref name="toMs"/> and not told will not come any more; later transcription hears it again from the recording.
    /// Where there was no audio nothing is missing; of a call that nobody transcribed nothing was promised.
    /// </summary>
    private void TellGap(CallLane lane, int toMs)
    {
        if (!_hasSpoken || _isRefused || _isPrivate || lane.AudioToMs <= lane.ToldToMs || toMs <= lane.ToldToMs)
        {
            return;
        }

        HearFinal(lane, new Utterance { Lane = lane.Lane, Kind = UtteranceKind.Gap, StartMs = lane.ToldToMs, EndMs = toMs, Text = "" });
    }
}
