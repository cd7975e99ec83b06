using System.Reflection;
using System.Runtime.InteropServices;

namespace Supervision.Speech.Vosk;

/// <summary>The C functions of libvosk 0.3.39 that the worker uses (vosk_api.h). Strings are UTF-8; returned ones belong to the library.</summary>
internal static unsafe partial class VoskNative
{
    private const string Library = "vosk";

    static VoskNative() => NativeLibrary.SetDllImportResolver(typeof(VoskNative).Assembly, Resolve);

    /// <summary>Where the build puts libvosk.so: beside the program, as NuGet would.</summary>
    internal static string LibraryPath => Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libvosk.so");

    /// <summary>0: Kaldi's messages to the error stream; negative: none.</summary>
    [LibraryImport(Library, EntryPoint = "vosk_set_log_level")]
    internal static partial void SetLogLevel(int level);

    /// <summary>Zero when the folder holds no usable model; some broken ones end the process instead.</summary>
    [LibraryImport(Library, EntryPoint = "vosk_model_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ModelNew(string path);

    [LibraryImport(Library, EntryPoint = "vosk_model_free")]
    internal static partial void ModelFree(nint model);

    [LibraryImport(Library, EntryPoint = "vosk_recognizer_new")]
    internal static partial nint RecogniserNew(VoskModel model, float sampleRate);

    [LibraryImport(Library, EntryPoint = "vosk_recognizer_free")]
    internal static partial void RecogniserFree(nint recogniser);

    [LibraryImport(Library, EntryPoint = "vosk_recognizer_set_words")]
    internal static partial void SetWords(VoskRecogniserHandle recogniser, int words);

    /// <summary>16-bit samples. 1: an endpoint was found; 0: go on; -1: an exception inside.</summary>
    [LibraryImport(Library, EntryPoint = "vosk_recognizer_accept_waveform_s")]
    internal static partial int AcceptWaveform(VoskRecogniserHandle recogniser, short* samples, int length);

    [LibraryImport(Library, EntryPoint = "vosk_recognizer_partial_result")]
    internal static partial byte* PartialResult(VoskRecogniserHandle recogniser);

    [LibraryImport(Library, EntryPoint = "vosk_recognizer_result")]
    internal static partial byte* Result(VoskRecogniserHandle recogniser);

    [LibraryImport(Library, EntryPoint = "vosk_recognizer_final_result")]
    internal static partial byte* FinalResult(VoskRecogniserHandle recogniser);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nint pad);

    /// <summary>Gives freed native memory back to the system, where the C library can (glibc).</summary>
    internal static void TrimNativeMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such function; its allocator gives memory back by itself.
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        return name == Library && NativeLibrary.TryLoad(LibraryPath, out nint handle) ? handle : 0;
    }
}
