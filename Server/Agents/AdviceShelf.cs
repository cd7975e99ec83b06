using System.Text.Json;
using Supervision.Client.Services;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Agents;

/// <summary>
/// The advice in use: the database's newest, and while it is away the last that was read, which lies in a file beside it, so that an
/// agent in trouble never waits for PostgreSQL. Thread-safe.
/// </summary>
internal sealed partial class AdviceShelf(AdviceStore store, DataSettings data, ILogger<AdviceShelf> logger)
{
    /// <summary>Name of the mirror in the data directory.</summary>
    internal const string FileName = "advice.json";

    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private IReadOnlyList<Advice>? _last;

    private string MirrorPath => Path.Combine(data.FullDirectory, FileName);

    /// <summary>One for each category, in their order; what the town has not changed is in the language of whoever asks.</summary>
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

    [LoggerMessage(EventId = 4300, Level = LogLevel.Warning, Message = "The mirror of the advice cannot be used: {Reason}")]
    private partial void LogNotMirrored(string reason);
}
