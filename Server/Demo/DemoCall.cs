using System.Text.Json;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Rtp.Sending;

namespace Supervision.Server.Demo;

/// <summary>One conversation of the demonstration: two people, what each says and when, keys and holds. Immutable.</summary>
internal sealed record DemoCall(string Name, Party Caller, Party Agent, TimeSpan Duration, bool IsViolent, IReadOnlyList<DemoCallEvent> Events)
{
    /// <summary>A-law's silence: the code of the smallest sample.</summary>
    private const byte Silence = 0xD5;

    private const int SamplesPerMs = 8;

    private byte[] CallerAudio { get; init; } = [];

    private byte[] AgentAudio { get; init; } = [];

    /// <summary>G.711 A-law from the call's start to its end, silence included.</summary>
    internal ReadOnlyMemory<byte> AudioOf(Lane lane) => lane == Lane.Caller ? CallerAudio : AgentAudio;

    /// <summary>Reads every NAME.json with its NAME.alaw of a folder, by name.</summary>
    /// <exception cref="InvalidDataException">A file is not what demo/make.py writes.</exception>
    internal static IReadOnlyList<DemoCall> ReadAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    private static DemoCall Read(string path)
    {
        DemoCallFile file;
        try
        {
            file = JsonSerializer.Deserialize<DemoCallFile>(File.ReadAllBytes(path), JsonSerializerOptions.Web)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }

        byte[] spoken = File.ReadAllBytes(Path.ChangeExtension(path, ".alaw"));
        return new DemoCall(file.Name, file.Caller, file.Agent, TimeSpan.FromMilliseconds(file.DurationMs), file.IsViolent, file.Events)
        {
            CallerAudio = Lay(file, "caller", spoken, path),
            AgentAudio = Lay(file, "agent", spoken, path),
        };
    }

    private static byte[] Lay(DemoCallFile file, string lane, byte[] spoken, string path)
    {
        byte[] audio = new byte[file.DurationMs * SamplesPerMs];
        audio.AsSpan().Fill(Silence);
        foreach (DemoTurn turn in file.Turns.Where(turn => turn.Lane == lane))
        {
            int at = turn.AtMs * SamplesPerMs;
            if (turn.Offset < 0 || turn.Length < 0 || turn.Offset > spoken.Length - turn.Length || at < 0 || at > audio.Length - turn.Length)
            {
                throw new InvalidDataException($"{path}: a turn lies outside the call or its audio.");
            }

            spoken.AsSpan(turn.Offset, turn.Length).CopyTo(audio.AsSpan(at));
        }

        return audio;
    }

    private sealed record DemoCallFile(
        string Name, Party Caller, Party Agent, bool IsViolent, int DurationMs, IReadOnlyList<DemoTurn> Turns, IReadOnlyList<DemoCallEvent> Events);

    /// <param name="Offset">In the .alaw file, in bytes.</param>
    /// <param name="Length">In bytes, hence samples.</param>
    private sealed record DemoTurn(string Lane, int AtMs, int Offset, int Length);
}

/// <summary>What happens in a demonstration call besides speech.</summary>
/// <param name="Kind">hold, resume or key.</param>
/// <param name="AtMs">On the call's clock.</param>
/// <param name="Key">For a key, which one; the caller presses it.</param>
internal sealed record DemoCallEvent(string Kind, int AtMs, string? Key)
{
    private static readonly TimeSpan KeyHeld = TimeSpan.FromMilliseconds(160);

    /// <summary>Null when it is not a key.</summary>
    internal RtpKey? AsKey() => Kind == "key" && Key is { Length: 1 } key ? new RtpKey(TimeSpan.FromMilliseconds(AtMs), key[0], KeyHeld) : null;
}
