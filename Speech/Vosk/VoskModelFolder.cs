using System.Globalization;

namespace Supervision.Speech.Vosk;

/// <summary>What a folder must hold to be a Vosk model, and the rate that it wants, without loading it.</summary>
internal static class VoskModelFolder
{
    /// <summary>What libvosk assumes when no configuration names a rate.</summary>
    private const int DefaultSampleRate = 16_000;

    private const string RateOption = "--sample-frequency=";

    /// <summary>Layout 2 (am/final.mdl) or the flat layout 1 (final.mdl), as libvosk's own detection.</summary>
    internal static bool LooksUsable(string directory)
    {
        return File.Exists(Path.Combine(directory, "am", "final.mdl")) || File.Exists(Path.Combine(directory, "final.mdl"));
    }

    /// <summary>Samples a second that the model's features are made of: conf/mfcc.conf, conf/fbank.conf or mfcc.conf.</summary>
    internal static int SampleRate(string directory)
    {
        string[] candidates = [Path.Combine("conf", "mfcc.conf"), Path.Combine("conf", "fbank.conf"), "mfcc.conf"];
        foreach (string candidate in candidates)
        {
            string path = Path.Combine(directory, candidate);
            if (File.Exists(path) && TryRead(path, out int rate))
            {
                return rate;
            }
        }

        return DefaultSampleRate;
    }

    private static bool TryRead(string path, out int rate)
    {
        foreach (string line in File.ReadLines(path))
        {
            string option = line.Split('#')[0].Replace(" ", "", StringComparison.Ordinal);
            if (option.StartsWith(RateOption, StringComparison.Ordinal)
                && double.TryParse(option[RateOption.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value is >= 8000 and <= 48_000)
            {
                rate = (int)value;
                return true;
            }
        }

        rate = 0;
        return false;
    }
}
