using System.Text.Json;
using Supervision.Client.Services;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Agents;

/// <summary>
/// The advice in use: the last that was read, in memory and in a file that outlives the server, so that an agent in trouble never waits for
/// PostgreSQL; each time somebody asks, the newest is read behind for the next one. Thread-safe.
/// </summary>
internal sealed partial class AdviceShelf(AdviceStore store, DataSettings data, ILogger<AdviceShelf> logger)
{
    /// <summary>Name of the mirror in the data directory.</summary>
    internal const string FileName = "advice.json";

    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private IReadOnlyList<Advice>? _last;
    private Task _refreshing = Task.CompletedTask;

    private string MirrorPath => Path.Combine(data.FullDirectory, FileName);

    /// <summary>One for each category, in their order, at once; what the town has not changed is in the language of whoever asks.</summary>
    internal IReadOnlyList<Advice> GetLast()
    {
        lock (_gate)
        {
            if (_refreshing.IsCompleted)
            {
                _refreshing = Task.Run(RefreshAsync);
            }
        }

        return Complete(LastRead());
    }

    /// <summary>As the database has it now; as last read while it is away. For who edits it.</summary>
    internal async Task<IReadOnlyList<Advice>> GetAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Advice> edited = await store.GetNewestAsync(cancellationToken);
            Mirror(edited);
            return Complete(edited);
        }
        catch (DatabaseUnavailableException)
        {
            return Complete(LastRead());
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await GetAllAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody waits for it; what was read last stays.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotRefreshed(e);
        }
    }

    private static Advice[] Complete(IReadOnlyList<Advice> edited) =>
        [.. DefaultAdvice.All.Select(own => edited.FirstOrDefault(advice => advice.Category == own.Category) is { } saved ? DefaultAdvice.Shown(saved) : own)];

    private void Mirror(IReadOnlyList<Advice> edited)
    {
        lock (_gate)
        {
            if (_last?.SequenceEqual(edited) == true)
            {
                return;
            }

            _last = edited;
            try
            {
                string whole = MirrorPath + ".new";
                using (FileStream file = PrivateFiles.CreateFile(whole))
                {
                    JsonSerializer.Serialize(file, edited, JsonSerializerOptions.Web);
                }

                File.Move(whole, MirrorPath, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotMirrored(e.Message);
            }
        }
    }

    private IReadOnlyList<Advice> LastRead()
    {
        lock (_gate)
        {
            try
            {
                _last ??= File.Exists(MirrorPath)
                    ? JsonSerializer.Deserialize<Advice[]>(File.ReadAllText(MirrorPath), JsonSerializerOptions.Web)
                    : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                LogNotMirrored(e.Message);
            }

            return _last ?? [];
        }
    }

    [LoggerMessage(EventId = 4401, Level = LogLevel.Warning, Message = "The newest advice could not be read; the last one stays")]
    private partial void LogNotRefreshed(Exception exception);

    [LoggerMessage(EventId = 4400, Level = LogLevel.Warning, Message = "The mirror of the advice cannot be used: {Reason}")]
    private partial void LogNotMirrored(string reason);
}
