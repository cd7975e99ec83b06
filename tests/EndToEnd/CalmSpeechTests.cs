using System.Buffers.Binary;
using System.Text.Json;
using Supervision.EndToEnd.Harness;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;
using Xunit.Abstractions;

namespace Supervision.EndToEnd;

/// <summary>Calm French telephone speech, Debian's recorded prompts, played as one caller: words and voice raise no alarm.</summary>
public sealed class CalmSpeechTests(ITestOutputHelper output)
{
    /// <summary>Of asterisk-core-sounds-fr-wav: 561 prompts, 26 minutes.</summary>
    private const string Folder = "/usr/share/asterisk/sounds/fr_CA_f_June";

    private const int SamplesPerMinute = 8000 * 60;

    /// <summary>Where the samples of a canonical WAV begin.</summary>
    private const int WavHeaderBytes = 44;

    [FactWith(Folder)]
    public async Task RecordedPrompts_PlayedAsOneCall_RaiseNoAlarm()
    {
        // A minute unless more is asked for; all of it takes 26.
        int minutes = int.TryParse(Environment.GetEnvironmentVariable("SUPERVISION_CALM_MINUTES"), out int asked) ? asked : 1;
        byte[] caller = ReadPrompts(minutes * SamplesPerMinute);
        byte[] agent = new byte[caller.Length];
        Array.Fill(agent, (byte)0xD5);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(minutes + 6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        await using SimulatedSbc sbc = new();
        using HttpClient api = server.CreateApiClient();
        await using PlacedCall call = await sbc.CallAsync(
            server, new Party("0323100912", null), new Party("201", "Accueil"), caller, agent, loop: false, limit.Token);
        string id = (await call.GetIdAsync(api, limit.Token)).ToString();
        await call.Played.WaitAsync(limit.Token);
        await call.HangUpAsync(limit.Token);

        int words = 0;
        await Eventually.BecomesAsync(
            async () => (words = await WordsAsync(api, id, limit.Token)) > 30 * minutes, TimeSpan.FromSeconds(90), "the call's transcript", limit.Token);
        JsonElement alarms = JsonDocument.Parse(await api.GetStringAsync(new Uri("/api/v1/alarms?state=all", UriKind.Relative), limit.Token)).RootElement;
        output.WriteLine($"{caller.Length / 8000} s of prompts, {words} words, alarms: {alarms}");
        Assert.Equal(0, alarms.GetProperty("total").GetInt32());
    }

    private static async Task<int> WordsAsync(HttpClient api, string id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await api.GetAsync(new Uri($"/api/v1/calls/{id}/transcript", UriKind.Relative), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return 0;
        }

        using JsonDocument transcript = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return transcript.RootElement.GetRawText().Split("\"confidence\"").Length - 1;
    }

    /// <summary>One after the other with half a second between, as A-law.</summary>
    private static byte[] ReadPrompts(int mostSamples)
    {
        List<byte> alaw = [];
        foreach (string file in Directory.EnumerateFiles(Folder, "*.wav", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            byte[] wav = File.ReadAllBytes(file);
            short[] samples = new short[Math.Max(0, wav.Length - WavHeaderBytes) / 2];
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(WavHeaderBytes + (2 * i)));
            }

            byte[] encoded = new byte[samples.Length];
            G711.Encode(AudioCodec.Pcma, samples, encoded);
            alaw.AddRange(encoded);
            alaw.AddRange(Enumerable.Repeat((byte)0xD5, 4000));
            if (alaw.Count >= mostSamples)
            {
                break;
            }
        }

        return [.. alaw.Take(mostSamples)];
    }
}
