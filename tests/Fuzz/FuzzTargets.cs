using Supervision.Fuzz.Rtp;
using Supervision.Fuzz.Sip;

namespace Supervision.Fuzz;

/// <summary>Every parser that takes bytes from the network.</summary>
public static class FuzzTargets
{
    /// <summary>New targets, without the state of an earlier run.</summary>
    public static IReadOnlyList<IFuzzTarget> All() =>
    [
        new SipTarget(),
        new SipStreamTarget(),
        new SdpTarget(),
        new MetadataTarget(),
        new MultipartTarget(),
        new RtpTarget(),
        new RtcpTarget(),
        new DtmfTarget(),
        new JitterTarget(),
        new RtpLineTarget(),
    ];

    /// <summary>The target called <paramref name="name"/>; null when there is none.</summary>
    public static IFuzzTarget? Find(string name) => All().FirstOrDefault(target => target.Name == name);
}
