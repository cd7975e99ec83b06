using System.Security.Cryptography;
using System.Text.Json;
using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Aggression;

/// <summary>The network and its card, read together and checked against each other. Immutable.</summary>
internal sealed class AggressionModelFile
{
    internal const string NetworkName = "aggression.onnx";
    internal const string CardName = "model.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private AggressionModelFile(AggressionModelCard card, byte[] network)
    {
        Card = card;
        Network = network;
    }

    internal AggressionModelCard Card { get; }

    /// <summary>The ONNX graph; what was checked is what is loaded.</summary>
    internal byte[] Network { get; }

    /// <summary>Whether somebody put a model there, whole or not.</summary>
    internal static bool IsIn(string folder) => File.Exists(Path.Combine(folder, NetworkName)) || File.Exists(Path.Combine(folder, CardName));

    /// <exception cref="InvalidDataException">It cannot be used; the message says why, for an administrator.</exception>
    internal static AggressionModelFile Read(string folder)
    {
        try
        {
            AggressionModelCard card = JsonSerializer.Deserialize<AggressionModelCard>(File.ReadAllBytes(Path.Combine(folder, CardName)), Options)
                ?? throw new JsonException("it is empty");
            byte[] network = File.ReadAllBytes(Path.Combine(folder, NetworkName));
            Check(card, network, folder);
            return new AggressionModelFile(card, network);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{Path.Combine(folder, CardName)}' is no model card: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{folder}' cannot be read: {e.Message}", e);
        }
    }

    private static void Check(AggressionModelCard card, byte[] network, string folder)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(network));
        if (!sha256.Equals(card.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"'{Path.Combine(folder, NetworkName)}' is damaged or not the one of its card: its SHA-256 is {sha256}");
        }

        const double window = CallerAudio.WindowSamples / (double)CallerAudio.SampleRate;
        const double hop = CallerAudio.HopSamples / (double)CallerAudio.SampleRate;
        if (card.SampleRate != CallerAudio.SampleRate || card.WindowSeconds != window || card.HopSeconds != hop)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"'{folder}' wants windows of {card.WindowSeconds} s every {card.HopSeconds} s at {card.SampleRate} Hz; calls give {window} s every {hop} s at {CallerAudio.SampleRate} Hz"));
        }

        if (card.Version.Length == 0)
        {
            throw new InvalidDataException($"'{Path.Combine(folder, CardName)}' names no version");
        }
    }
}
