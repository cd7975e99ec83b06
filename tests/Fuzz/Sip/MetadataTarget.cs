using System.Text.RegularExpressions;
using Supervision.Telephony;
using Supervision.Telephony.SipRec;

namespace Supervision.Fuzz.Sip;

/// <summary>Recording metadata and the lanes planned from it.</summary>
internal sealed class MetadataTarget : IFuzzTarget
{
    private static readonly string?[] Labels = ["96", "97", null];

    private readonly LanePlanner _planner = new(new Regex(new AgentsSettings().NumberPattern, RegexOptions.NonBacktracking));

    public string Name => "metadata";

    public IReadOnlyList<byte[]> Seeds => SipSeeds.Recordings;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (MetadataParser.TryParse(input, out RecordingMetadata? metadata) && _planner.Plan(metadata, Labels).Lanes.Count != Labels.Length)
        {
            throw new InvalidOperationException("Not one lane for each line.");
        }
    }
}
