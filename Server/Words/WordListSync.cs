using Supervision.Grains.Rules;
using Supervision.Server.Data;
using Supervision.Shared.Words;

namespace Supervision.Server.Words;

/// <summary>
/// Keeps what is in effect and what the database holds the same: brings a town's old file in as the first version, gives a new database
/// the list that the mirror knows, and takes over what another server published.
/// </summary>
internal sealed partial class WordListSync(IWordListStore store, PublishedWords words, TimeProvider time, ILogger<WordListSync> logger)
    : BackgroundService
{
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>Who published what came from a file.</summary>
    private const string FromFile = "alarm-words.txt";

    private const string ImportComment = "Liste reprise de alarm-words.txt";

    /// <summary>One look.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        int latest = await store.GetLatestNumberAsync(cancellationToken);
        if (latest == WordListVersion.Own)
        {
            await FillAsync(cancellationToken);
        }
        else if (latest > words.Published.Version.Number && await store.GetLatestAsync(cancellationToken) is { } newer)
        {
            words.Adopt(newer);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await store.WhenAvailableAsync(stoppingToken);
                await LookAsync(stoppingToken);
            }
            catch (DatabaseUnavailableException)
            {
                // Its own part tells it; the list in effect stays.
            }
#pragma warning disable CA1031 // A look that fails must not be the last one.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(e);
            }

            await Task.Delay(LookEvery, time, stoppingToken);
        }
    }

    /// <summary>The database holds no version yet.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        PublishedText known = words.Published;
        if (known.Version.Number > WordListVersion.Own)
        {
            await store.PublishAsync(known, draftRevision: null, cancellationToken);
        }
        else if (words.OldText is { } old && WordListReader.Read(old).List is { } list)
        {
            var first = new WordListVersion(1, time.GetUtcNow(), FromFile, ImportComment, list.PhraseCount);
            if (await store.PublishAsync(new PublishedText(first, old), draftRevision: null, cancellationToken))
            {
                words.Adopt(new PublishedText(first, old));
                words.ForgetOld();
            }
        }
    }

    [LoggerMessage(EventId = 2310, Level = LogLevel.Error, Message = "The word lists could not be compared with the database; tried again")]
    private partial void LogFailed(Exception exception);
}
