using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Recordings;

/// <summary>
/// What a town may train the acoustic model with: two seconds of the caller around each thing that a voice's score told, as people
/// judged it afterwards. The agent's lane is never opened; calls whose recording was refused or erased are left out. Names of files and
/// speakers say nothing of the call: they come from a key that is forgotten with the export. Thread-safe.
/// </summary>
internal sealed class TrainingWindows(AlarmRepository alarms, IRecordingStore recordings, IAccessLog log, TimeProvider time)
{
    /// <summary>Of the archive; one line a window, tabs between file, emotion and speaker.</summary>
    internal const string LabelsFile = "labels.tsv";

    private const int KeyBytes = 32;

    /// <summary>Hexadecimal digits of a speaker's name: 48 bits tell the calls of a town apart.</summary>
    private const int SpeakerDigits = 12;

    /// <exception cref="DatabaseUnavailableException">The database went away: the archive is cut off.</exception>
    internal async Task WriteAsync(Stream stream, TrainingRequest request, CancellationToken cancellationToken)
    {
        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);
        var labels = new StringBuilder("file\temotion\tspeaker\n");
        await using ZipArchive zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        HashSet<CallId> told = [];
        HashSet<string> files = [];
        Alarm? last = null;
        do
        {
            IReadOnlyList<Alarm> page = await alarms.GetJudgedAsync(request.From, request.To, last, cancellationToken);
            foreach (Alarm alarm in page.Where(alarm => recordings.Exists(alarm.CallId)))
            {
                await LogAsync(alarm.CallId, told, request, cancellationToken);
                await AddAsync(zip, alarm, new Written(Speaker(key, alarm.CallId), labels, files), cancellationToken);
            }

            last = page.Count > 0 ? page[^1] : null;
        }
        while (last is not null);

        await using Stream entry = await zip.CreateEntry(LabelsFile).OpenAsync(cancellationToken);
        await entry.WriteAsync(Encoding.UTF8.GetBytes(labels.ToString()), cancellationToken);
    }

    private async Task AddAsync(ZipArchive zip, Alarm alarm, Written written, CancellationToken cancellationToken)
    {
        string emotion = alarm.Outcome == AlarmOutcome.Confirmed ? "anger" : "neutral";
        foreach (int atMs in alarm.Reasons.Where(IsOfTheVoice).Select(reason => reason.AtMs).Distinct().Order())
        {
            string file = $"{written.Speaker}-{atMs:D8}-{emotion}.wav";
            if (!written.Files.Add(file) || await CallerWindow.ReadAsync(recordings, alarm.CallId, atMs, cancellationToken) is not { } pcm)
            {
                continue;
            }

            await using Stream entry = await zip.CreateEntry(file).OpenAsync(cancellationToken);
            await entry.WriteAsync(CallerWindow.ToWav(pcm), cancellationToken);
            written.Labels.Append(file).Append('\t').Append(emotion).Append('\t').Append(written.Speaker).Append('\n');
        }
    }

    /// <summary>Scored, by the acoustic model alone or with other signs, on the caller's own lane.</summary>
    private static bool IsOfTheVoice(AlarmReason reason) =>
        reason is { Score: not null, Lane: Lane.Caller }
        && (reason.Rule.StartsWith("acoustic/", StringComparison.Ordinal) || reason.Rule.StartsWith("fusion/", StringComparison.Ordinal));

    /// <summary>Somebody's voice leaves the console: her call's own log says so before it does.</summary>
    private async Task LogAsync(CallId call, HashSet<CallId> told, TrainingRequest request, CancellationToken cancellationToken)
    {
        if (told.Add(call))
        {
            await log.WriteAsync(
                new AccessEntry(
                    time.GetUtcNow(), request.Actor.Name, AccessActions.ExportTrainingWindows, call, request.Purpose, request.Actor.RemoteAddress),
                cancellationToken);
        }
    }

    private static string Speaker(byte[] key, CallId call) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, call.Value.ToByteArray()))[..SpeakerDigits];

    /// <param name="Labels">Grows by one line a window.</param>
    /// <param name="Files">Two alarms of a call may have been raised at one moment.</param>
    private sealed record Written(string Speaker, StringBuilder Labels, HashSet<string> Files);
}

/// <summary>Who wants windows for training, why, and of which alarms.</summary>
/// <param name="From">Raised at or after; null: from the first on.</param>
/// <param name="To">Raised before; null: up to now.</param>
internal sealed record TrainingRequest(Actor Actor, string Purpose, DateTimeOffset? From, DateTimeOffset? To);
