using Supervision.Telephony.Rtp;

namespace Supervision.Fuzz.Rtp;

/// <summary>Telephone-event payloads, in the same receiver one after the other.</summary>
internal sealed class DtmfTarget : IFuzzTarget
{
    private readonly DtmfReceiver _receiver = new();
    private uint _timestamp;

    public string Name => "dtmf";

    public IReadOnlyList<byte[]> Seeds => RtpSeeds.Events;

    public void Run(ReadOnlySpan<byte> input)
    {
        _timestamp += input.IsEmpty ? 0u : input[0] * 100u;
        if (_receiver.TryTake(input, _timestamp, out bool isMalformed, out char key)
            && (isMalformed || !"0123456789*#ABCD".Contains(key, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"Key {(int)key} is none.");
        }
    }
}
