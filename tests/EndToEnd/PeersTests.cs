using System.Net.Http.Json;
using System.Text.Json;
using Supervision.EndToEnd.Harness;
using Supervision.Shared;
using Supervision.Shared.Audio;

namespace Supervision.EndToEnd;

/// <summary>Peers that others wrote: SIPp's scenarios and a call by baresip.</summary>
[Collection(nameof(Peers))]
public sealed class PeersTests
{
    [Theory]
    [InlineData("siprec", "u1")]
    [InlineData("siprec", "t1")]
    [InlineData("plain", "u1")]
    [InlineData("plain", "t1")]
    [InlineData("hold", "u1")]
    [InlineData("late-offer", "u1")]
    [InlineData("malformed", "u1")]
    [InlineData("retransmission", "u1")]
    public async Task Sipp_Scenario_EveryCallSucceeds(string scenario, string transport)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Speech:Enabled=false");
        PeerResult result = await Sipp.RunAsync(scenario, server.SipEndPoint, 5, transport, limit.Token);
        Assert.True(result.ExitCode == 0, result.Output);
        using HttpClient api = server.CreateApiClient();
        string health = await api.GetStringAsync("/health", limit.Token);
        Assert.Equal(0, HealthJson.Figure(health, "sip", "internalErrors"));
    }

    [Fact]
    public async Task Sipp_CancelWhileRinging_IsAnswered487()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Speech:Enabled=false", "--Sip:AnswerDelayMs=20000");
        PeerResult result = await Sipp.RunAsync("cancel", server.SipEndPoint, 5, "u1", limit.Token);
        Assert.True(result.ExitCode == 0, result.Output);
    }

    [Fact]
    public async Task Baresip_PlaysASentence_IsRecordedAndTranscribedAsMixed()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        string wav = Path.Combine(server.DataDirectory, "baresip.wav");
        await WriteWavAsync(wav, Speech.Conversation("poubelles").AudioOf(Lane.Caller)[..(15 * 8000)], limit.Token);
        PeerResult result = await Baresip.CallAsync(server.SipEndPoint, "0323100903", wav, 16, limit.Token);
        Assert.True(result.ExitCode == 0, result.Output);

        using HttpClient api = server.CreateApiClient();
        JsonElement call = default;
        await Eventually.BecomesAsync(
            async () =>
            {
                JsonElement ended = await api.GetFromJsonAsync<JsonElement>("/api/v1/calls?state=ended&number=0323100903", limit.Token);
                JsonElement items = ended.GetProperty("items");
                call = items.GetArrayLength() > 0 ? items[0] : default;
                return items.GetArrayLength() > 0;
            },
            TimeSpan.FromSeconds(60), "the call to be kept", limit.Token);
        JsonElement shown = call.TryGetProperty("call", out JsonElement inner) ? inner : call;
        Assert.Equal("Mixed", shown.GetProperty("lanes")[0].GetString());
        string id = shown.GetProperty("id").GetString()!;
        await Eventually.BecomesAsync(
            async () => (await api.GetStringAsync($"/api/v1/calls/{id}/transcript", limit.Token)).Contains("poubelle", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60), "the sentence in the transcript", limit.Token);
        using HttpResponseMessage wavAnswer = await api.GetAsync($"/api/v1/calls/{id}/recording.wav?purpose=test", limit.Token);
        Assert.True(wavAnswer.IsSuccessStatusCode);
    }

    private static async Task WriteWavAsync(string path, ReadOnlyMemory<byte> alaw, CancellationToken cancellationToken)
    {
        short[] samples = new short[alaw.Length];
        G711.Decode(AudioCodec.Pcma, alaw.Span, samples);
        using MemoryStream wav = new();
        using (BinaryWriter writer = new(wav, System.Text.Encoding.ASCII, leaveOpen: true))
        {
            writer.Write("RIFF"u8);
            writer.Write(36 + (samples.Length * 2));
            writer.Write("WAVEfmt "u8);
            writer.Write(16);
            writer.Write((short)1);
            writer.Write((short)1);
            writer.Write(8000);
            writer.Write(16000);
            writer.Write((short)2);
            writer.Write((short)16);
            writer.Write("data"u8);
            writer.Write(samples.Length * 2);
            foreach (short sample in samples)
            {
                writer.Write(sample);
            }
        }

        await File.WriteAllBytesAsync(path, wav.ToArray(), cancellationToken);
    }
}
