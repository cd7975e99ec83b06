using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Server.Data;
using Supervision.Server.Recordings;
using Supervision.Server.Tests.Data;
using Supervision.Server.Tests.Live;
using Supervision.Server.Transcription;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech;
using Supervision.Testing;

namespace Supervision.Server.Tests.Transcription;

[Collection(ClusterGroup.Name)]
public sealed class LaterTranscriptionTests(ClusterFixture cluster)
{
    private static readonly DateTimeOffset At = Samples.Morning;

    private readonly CallId _call = CallId.New(TimeProvider.System);
    private readonly Recorded _recorded = new();
    private readonly Words _words = new();

    [Theory]
    [InlineData(null)]
    [InlineData(800)]
    [InlineData(6000)]
    public async Task CatchUpAsync_NothingRecordedOfTheGap_TheGapStays(int? payloadAtMs)
    {
        _recorded.AtMs = payloadAtMs;
        await using JournalBench bench = await OpenAsync($"later_nothing_{payloadAtMs ?? 0}");
        await using LiveHouse house = new();
        using LaterTranscription later = New(bench, house);
        for (int look = 0; look < 5; look++)
        {
            await later.CatchUpAsync(bench.Patience);
        }

        Assert.Equal(0, _words.Asked);
        Assert.Empty(house.Journal.Entries);
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from utterances where kind = 2"));

        // It is remembered, and not asked for again and again.
        Assert.Equal(1, later.Remembered);
        Assert.Equal(3, _recorded.Asked);
    }

    [Fact]
    public async Task CatchUpAsync_RecordedGap_IsReplacedAndForgottenOnceTheDatabaseHasIt()
    {
        _recorded.AtMs = 1500;
        await using JournalBench bench = await OpenAsync("later_recorded");
        await using LiveHouse house = new();
        using LaterTranscription later = New(bench, house);
        await later.CatchUpAsync(bench.Patience);
        await later.CatchUpAsync(bench.Patience);
        TranscriptReplacedJournalled replaced = Assert.Single(house.Journal.Of<TranscriptReplacedJournalled>());

        Assert.Equal((1000, 5000, "bonjour"), (replaced.FromMs, replaced.ToMs, Assert.Single(replaced.Utterances).Text));
        Assert.Equal(TranscriptionState.Complete, Assert.Single(house.Journal.Of<CallJournalled>()).Call.Transcription);
        Assert.Equal((1, 1), (_words.Asked, later.Remembered));
        bench.Journal.Append(replaced);
        await bench.UntilAsync("select count(*) from utterances where kind = 2", 0);
        await later.CatchUpAsync(bench.Patience);
        Assert.Equal(0, later.Remembered);
    }

    /// <summary>A call that is over and was not heard from 1 to 5 s.</summary>
    private async Task<JournalBench> OpenAsync(string name)
    {
        var bench = new JournalBench(await cluster.OpenDatabaseAsync(name), ClusterFixture.CreateFolder("later-"));
        await bench.StartAsync();
        bench.Journal.Append(new CallJournalled(_call, At, Samples.Call(_call, At)));
        Utterance gap = Samples.Said(Lane.Caller, 1000, "…") with { Kind = UtteranceKind.Gap, EndMs = 5000, Words = [] };
        bench.Journal.Append(new UtteranceJournalled(_call, At, gap));
        await bench.UntilAsync("select count(*) from utterances where kind = 2", 1);
        return bench;
    }

    private LaterTranscription New(JournalBench bench, LiveHouse house) => new(
        _words,
        new GapRepository(bench.Database, new CallRepository(bench.Database)),
        _recorded,
        house.Journal,
        new RecordedWords(new LiveWordList(AlarmWordList.LoadDefault())),
        house.Directory,
        new GrainsSettings(),
        new ManualTimeProvider(At.AddMinutes(30)),
        NullLogger<LaterTranscription>.Instance);

    /// <summary>One payload of 20 ms, or none.</summary>
    private sealed class Recorded : IRecordingStore
    {
        internal int? AtMs { get; set; }

        internal int Asked { get; private set; }

        public bool Exists(CallId id) => AtMs is not null;

        public RecordingInfo? GetInfo(CallId id) => null;

        public Stream? OpenWav(CallId id) => null;

        public RecordingPeaks? GetPeaks(CallId id, int buckets) => null;

        public async IAsyncEnumerable<RecordedPayload> ReadLaneAsync(
            CallId id, Lane lane, TimeSpan from, TimeSpan to, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Asked++;
            await Task.CompletedTask;
            if (AtMs is { } at && at >= from.TotalMilliseconds && at < to.TotalMilliseconds)
            {
                yield return new RecordedPayload(AudioCodec.Pcma, at * 8L, new byte[160]);
            }
        }
    }

    private sealed class Words : IRecordedSpeech
    {
        internal int Asked { get; private set; }

        public bool IsRunning => true;

        public async Task<IReadOnlyList<Utterance>> TranscribeAsync(
            CallId callId, Lane lane, IAsyncEnumerable<RecordedAudio> audio, CancellationToken cancellationToken)
        {
            Asked++;
            int pieces = 0;
            await foreach (RecordedAudio piece in audio.WithCancellation(cancellationToken))
            {
                pieces += piece.Bytes.Length / 160;
            }

            return pieces == 0 ? [] : [Samples.Said(lane, 1500, "bonjour")];
        }
    }
}
