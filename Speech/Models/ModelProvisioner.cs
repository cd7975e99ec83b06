using Microsoft.Extensions.Logging;

namespace Supervision.Speech.Models;

/// <summary>
/// Brings the best speech model of the language here in the background: tries now, then later and later, for as long as the server runs.
/// The start never waits for it.
/// </summary>
internal sealed class ModelProvisioner : IDisposable
{
    /// <summary>One minute, five, half an hour, then every six hours.</summary>
    private static readonly TimeSpan[] Retries =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(6),
    ];

    private readonly SpeechSettings _settings;
    private readonly ModelStore _store;
    private readonly ModelDownloader _downloader;
    private readonly HttpClient? _ownedClient;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal ModelProvisioner(SpeechSettings settings, ModelStore store, ModelDownloader? downloader, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _store = store;
        _time = time;
        _logger = logger;
        if (downloader is null)
        {
            _ownedClient = ModelDownloader.MakeClient();
            downloader = new ModelDownloader(_ownedClient);
        }

        _downloader = downloader;
        _downloader.Progressed += progress => Progress = progress;
    }

    /// <summary>Null while nothing is being fetched.</summary>
    internal DownloadProgress? Progress { get; private set; }

    /// <summary>Why the last try failed; empty when none did.</summary>
    internal string LastFault { get; private set; } = "";

    /// <summary>Tries until the best model is here; tells each time one came.</summary>
    internal async Task RunAsync(Action installed, CancellationToken cancellationToken)
    {
        for (int tries = 0; Wanted() is { } model; tries++)
        {
            if (await TryFetchAsync(model, Retries[Math.Min(tries, Retries.Length - 1)], cancellationToken))
            {
                installed();
                continue;
            }

            await Task.Delay(Retries[Math.Min(tries, Retries.Length - 1)], _time, cancellationToken);
        }
    }

    public void Dispose() => _ownedClient?.Dispose();

    /// <summary>The best model that can be fetched and is better than all that are here.</summary>
    private ModelEntry? Wanted()
    {
        if (!_settings.AllowDownload)
        {
            return null;
        }

        IReadOnlyList<InstalledModel> here = _store.SpeechModels(_settings.Language, _settings.Model);
        if (_settings.Model.Length > 0)
        {
            return here.Count == 0 && _store.Catalogue.Find(_settings.Model) is { Url: not null, Sha256: not null } named ? named : null;
        }

        ModelEntry? best = _store.Catalogue.Downloadable("speech", _settings.Language).FirstOrDefault();
        return best is not null && here.All(model => model.Rank > best.Rank) ? best : null;
    }

    private async Task<bool> TryFetchAsync(ModelEntry model, TimeSpan retry, CancellationToken cancellationToken)
    {
        try
        {
            string part = Path.Combine(_store.DownloadFolder, model.Name + ".zip.part");
            _logger.DownloadBegins(model.Name, File.Exists(part) ? new FileInfo(part).Length : 0);
            string directory = await _downloader.FetchAsync(model, Url(model), _store.DownloadFolder, cancellationToken);
            _logger.ModelInstalled(model.Name, directory);
            LastFault = "";
            return true;
        }
        catch (ModelDownloadException e)
        {
            LastFault = e.Message;
            _logger.DownloadStopped(model.Name, e.Message, retry.TotalMinutes);
            return false;
        }
        finally
        {
            Progress = null;
        }
    }

    private Uri Url(ModelEntry model)
    {
        var own = new Uri(model.Url!);
        return _settings.ModelsUrl.Length == 0
            ? own
            : new Uri(new Uri(_settings.ModelsUrl.TrimEnd('/') + "/"), Path.GetFileName(own.AbsolutePath));
    }
}
