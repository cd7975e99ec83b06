using System.Runtime.InteropServices;

namespace Supervision.Speech.Vosk;

/// <summary>A loaded model: one a process, shared by its recognisers, which keep it alive inside libvosk. Thread-safe.</summary>
internal sealed class VoskModel : SafeHandle
{
    private VoskModel(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <summary>Reads the model of <paramref name="directory"/>; takes seconds for a public one.</summary>
    /// <exception cref="VoskException">libvosk refuses the folder.</exception>
    /// <exception cref="DllNotFoundException">libvosk is not where the build puts it.</exception>
    internal static VoskModel Load(string directory)
    {
        nint handle = VoskNative.ModelNew(directory);
        return handle == 0
            ? throw new VoskException($"libvosk cannot load the model in '{directory}'.")
            : new VoskModel(handle);
    }

    protected override bool ReleaseHandle()
    {
        VoskNative.ModelFree(handle);
        return true;
    }
}
