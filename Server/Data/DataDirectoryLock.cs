using System.Globalization;
using System.Text;

namespace Supervision.Server.Data;

/// <summary>Keeps a second server off one data folder. First to start, last to stop; the system frees it when the server dies.</summary>
internal sealed class DataDirectoryLock(DataSettings settings) : IHostedService, IDisposable
{
    private FileStream? file;

    /// <exception cref="IOException">Another server uses the folder, or it cannot be used at all.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(settings.FullDirectory);
            string path = Path.Combine(settings.FullDirectory, ".lock");
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"Data:Directory is '{settings.FullDirectory}'; this user may not write there.", e);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"Data:Directory is '{settings.FullDirectory}'; another server is using it, or it cannot be used: {e.Message}", e);
        }

        file.SetLength(0);
        await file.WriteAsync(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), cancellationToken);
        await file.FlushAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        file?.Dispose();
        file = null;
    }
}
