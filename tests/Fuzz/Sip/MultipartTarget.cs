using Supervision.Telephony.SipRec;

namespace Supervision.Fuzz.Sip;

/// <summary>Multipart bodies.</summary>
internal sealed class MultipartTarget : IFuzzTarget
{
    private static readonly MediaType Type = MediaType.Parse("multipart/mixed;boundary=foobar");

    public string Name => "multipart";

    public IReadOnlyList<byte[]> Seeds { get; } = [SipSeeds.Multipart];

    public void Run(ReadOnlySpan<byte> input)
    {
        List<BodyPart> parts = [];
        byte[] body = input.ToArray();
        if (MultipartBody.TryParse(Type, body, parts) && parts.Sum(part => part.Bytes.Length) > body.Length)
        {
            throw new InvalidOperationException("The parts are longer than the body.");
        }
    }
}
