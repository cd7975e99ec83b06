using System.Runtime.InteropServices;

namespace Supervision.Speech.Vosk;

/// <summary>Owns one native recogniser.</summary>
internal sealed class VoskRecogniserHandle : SafeHandle
{
    internal VoskRecogniserHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        VoskNative.RecogniserFree(handle);
        return true;
    }
}
