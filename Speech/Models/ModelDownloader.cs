using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Supervision.Speech.Models;

/// <summary>
/// Fetches a model's archive into a <c>.part</c> file that survives restarts, checks its size and SHA-256 and has it installed. Nothing is ever
/// half installed. One fetch of a model at a time.
/// </summary>
public sealed class ModelDownloader
{
    /// <summary>No byte for this long: the connection is given up and resumed later.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly Func<string, FileMode, Stream> _open;

    /// <param name="http">Its timeouts for connecting are the caller's; see <see cref="MakeClient"/>.</param>
    public ModelDownloader(HttpClient http)
        : this(http, (path, mode) => new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read))
    {
    }

    /// <param name="http">As above.</param>
    /// <param name="open">Opens files for writing: the seam where a disk can be full.</param>
    internal ModelDownloader(HttpClient http, Func<string, FileMode, Stream> open)
    {
        _http = http;
        _open = open;
    }

    /// <summary>Told on the downloading thread, at most once a hundred kilobytes.</summary>
    public event Action<DownloadProgress>? Progressed;

    /// <summary>A client that gives up soon on a network that does not answer, and never on one that is slow.</summary>
    public static HttpClient MakeClient()
    {
        return new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), MaxAutomaticRedirections = 5 })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Fetches and installs <paramref name="model"/>; gives its folder.</summary>
    /// <param name="model">With URL and SHA-256.</param>
    /// <param name="url">Where the archive is: the model's own URL or a mirror's.</param>
    /// <param name="folder">Where models are installed; made if missing.</param>
    /// <param name="cancellationToken">Stops it; what was received is kept for the next time.</param>
    /// <exception cref="ModelDownloadException">Network, disk, size, hash or archive: the message says which.</exception>
    public async Task<string> FetchAsync(ModelEntry model, Uri url, string folder, CancellationToken cancellationToken)
    {
        string part = Path.Combine(folder, model.Name + ".zip.part");
        try
        {
            Directory.CreateDirectory(folder);
            await ReceiveAsync(model, url, part, cancellationToken);
            await CheckAsync(model, part, cancellationToken);
            string installed = await ModelInstaller.InstallAsync(part, model.Name, folder, _open, cancellationToken);
            File.Delete(part);
            File.Delete(TagPath(part));
            return installed;
        }
        catch (HttpRequestException e)
        {
            throw new ModelDownloadException($"'{url.Host}' cannot be reached or cut the transfer off: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            File.Delete(part);
            throw new ModelDownloadException($"the archive of {model.Name} is broken: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelDownloadException($"'{folder}' cannot be written: {e.Message}", e);
        }
    }

    private async Task ReceiveAsync(ModelEntry model, Uri url, string part, CancellationToken cancellationToken)
    {
        long have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have > 0 && have == model.Size)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0 && ReadTag(part) is { } tag)
        {
            // RFC 9110 §13.1.5: the rest only if it is the rest of the same file; else the whole of the new one.
            request.Headers.Range = new RangeHeaderValue(have, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }

        using HttpResponseMessage response = await SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            File.Delete(part);
            throw new ModelDownloadException("the server holds less than was received; it begins anew next time.");
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new ModelDownloadException($"'{url.Host}' answered {(int)response.StatusCode}.");
        }

        bool resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        KeepTag(part, response.Headers.ETag);
        await CopyAsync(model, response, part, resumes ? have : 0, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadLimit);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelDownloadException($"'{request.RequestUri!.Host}' does not answer.", e);
        }
    }

    private async Task CopyAsync(ModelEntry model, HttpResponseMessage response, string part, long from, CancellationToken cancellationToken)
    {
        const int reportEvery = 100_000;
        long most = model.Size ?? long.MaxValue;
        long total = model.Size ?? (response.Content.Headers.ContentLength + from) ?? 0;
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using Stream file = _open(part, from > 0 ? FileMode.Open : FileMode.Create);
        file.Seek(from, SeekOrigin.Begin);
        byte[] buffer = new byte[64 * 1024];
        long received = from;
        long reported = long.MinValue / 2;
        while (await ReadAsync(body, buffer, response, cancellationToken) is > 0 and int count)
        {
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            received += count;
            if (received > most)
            {
                throw new InvalidDataException($"it is longer than the {most} bytes of models.json.");
            }

            if (received - reported >= reportEvery)
            {
                reported = received;
                Progressed?.Invoke(new DownloadProgress(model.Name, received, total));
            }
        }

        await file.FlushAsync(cancellationToken);
        if (received < total)
        {
            throw new HttpRequestException($"{received} of {total} bytes came.");
        }

        Progressed?.Invoke(new DownloadProgress(model.Name, received, total));
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadLimit);
        try
        {
            return await body.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("no byte came for 30 s.", e);
        }
        catch (IOException e)
        {
            // HttpIOException: the peer's end of the transfer, told apart from our disk's errors.
            throw new HttpRequestException($"{response.RequestMessage?.RequestUri?.Host} closed the connection early.", e);
        }
    }

    private static async Task CheckAsync(ModelEntry model, string part, CancellationToken cancellationToken)
    {
        string hash;
        await using (FileStream file = File.OpenRead(part))
        {
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        }

        if (!hash.Equals(model.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            // Bad bytes cannot become good ones by adding more.
            File.Delete(part);
            File.Delete(TagPath(part));
            throw new ModelDownloadException($"the archive of {model.Name} has SHA-256 {hash} and not {model.Sha256}: it was thrown away.");
        }
    }

    private static string TagPath(string part) => part + ".etag";

    private static EntityTagHeaderValue? ReadTag(string part)
    {
        return File.Exists(TagPath(part)) && EntityTagHeaderValue.TryParse(File.ReadAllText(TagPath(part)), out EntityTagHeaderValue? tag)
            ? tag
            : null;
    }

    /// <summary>RFC 9110 §13.1.5: a weak tag is no proof of the same bytes.</summary>
    private static void KeepTag(string part, EntityTagHeaderValue? tag)
    {
        if (tag is { IsWeak: false })
        {
            File.WriteAllText(TagPath(part), tag.ToString());
        }
        else
        {
            File.Delete(TagPath(part));
        }
    }
}
