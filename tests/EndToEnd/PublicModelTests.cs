using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Supervision.EndToEnd.Harness;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;
using Xunit.Abstractions;

namespace Supervision.EndToEnd;

/// <summary>A public model of 16 kHz in a real call. Compiled only where the machine has the model (see the project file).</summary>
public sealed class PublicModelTests(ITestOutputHelper output)
{
    private const int Taps = 40;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Call_PublicModel_HearsTelephoneAudio()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(7));
        using PublicModel model = await PublicModel.UnpackAsync(limit.Token);
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, [.. model.Settings, "--Speech:Workers=1"]);
        using HttpClient api = server.CreateApiClient();
        await using SimulatedSbc sbc = new();
        byte[] caller = Telephone(Repository.Shared("data", "speech-ko", "test_ko.wav"));
        byte[] agent = new byte[caller.Length];
        Array.Fill(agent, (byte)0xD5);
        await using PlacedCall call = await sbc.CallAsync(
            server, new Party("0323100913", null), new Party("201", null), caller, agent, loop: false, limit.Token);
        string id = (await call.GetIdAsync(api, limit.Token)).ToString();
        await call.Played.WaitAsync(limit.Token);
        await call.HangUpAsync(limit.Token);

        string heard = "";
        await Eventually.BecomesAsync(
            async () => (heard = await HeardAsync(api, id, limit.Token)).Contains(PublicModel.Name, StringComparison.Ordinal), TimeSpan.FromSeconds(120), "its words", limit.Token);

        // He walked, avoiding…: what this model hears of it changes from run to run; the subject does not.
        output.WriteLine(heard);
        Assert.Contains("\"text\":\"그", heard, StringComparison.Ordinal);
        Assert.True(heard.Split("\"confidence\"").Length > 5, heard);
    }

    private static async Task<string> HeardAsync(HttpClient api, string id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await api.GetAsync(new Uri($"/api/v1/calls/{id}/transcript", UriKind.Relative), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return "";
        }

        using JsonDocument transcript = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return JsonSerializer.Serialize(transcript.RootElement, Readable);
    }

    /// <summary>16 kHz to 8 kHz, low-pass below 4 kHz, half a second of silence around it, A-law: as the telephone would bring it.</summary>
    private static byte[] Telephone(string wav)
    {
        byte[] bytes = File.ReadAllBytes(wav);
        int data = bytes.AsSpan().IndexOf("data"u8) + 8;
        int count = (bytes.Length - data) / 2;
        short[] narrow = new short[(count / 2) + 8000];
        for (int i = 0; i < count / 2; i++)
        {
            double sum = 0;
            for (int tap = -Taps; tap <= Taps; tap++)
            {
                int at = (2 * i) + tap;
                sum += at < 0 || at >= count ? 0 : Tap(tap) * BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(data + (2 * at)));
            }

            narrow[4000 + i] = (short)Math.Clamp(sum, short.MinValue, short.MaxValue);
        }

        byte[] alaw = new byte[narrow.Length];
        G711.Encode(AudioCodec.Pcma, narrow, alaw);
        return alaw;
    }

    /// <summary>A sinc that ends at 3.8 kHz under a Hann window.</summary>
    private static double Tap(int n)
    {
        const double Cutoff = 3800.0 / 8000;
        double sinc = n == 0 ? Cutoff : Math.Sin(Math.PI * Cutoff * n) / (Math.PI * n);
        return sinc * (0.5 + (0.5 * Math.Cos(Math.PI * n / (Taps + 1))));
    }
}
