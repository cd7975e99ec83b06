using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>What a waveform is drawn from.</summary>
internal sealed record RecordingPeaks(int DurationMs, IReadOnlyList<LanePeaks> Lanes);

/// <summary>Loudest sample of each piece, 0 to 1.</summary>
internal sealed record LanePeaks(Lane Lane, IReadOnlyList<float> Peaks);
