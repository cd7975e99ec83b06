using System.IO.Compression;
using Supervision.Speech.Vosk;

namespace Supervision.Speech.Models;

/// <summary>Unpacks a checked archive beside its place and renames it into place when it is whole.</summary>
internal static class ModelInstaller
{
    /// <summary>A public small model unpacks to 130 MB; beyond this an archive is an attack or an error.</summary>
    private const long MaxUnpackedBytes = 8L << 30;

    private const int MaxEntries = 10_000;

    /// <summary>Gives the model's folder; one that is already there and usable is kept.</summary>
    /// <param name="archive">Zip file with the model's folder inside, or its files at the top.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="folder">Where models are installed.</param>
    /// <param name="open">Opens a file for writing.</param>
    /// <param name="cancellationToken">Stops it and leaves nothing.</param>
    /// <exception cref="InvalidDataException">The archive is broken, tries to write outside, or holds no model.</exception>
    internal static async Task<string> InstallAsync(
        string archive, string name, string folder, Func<string, FileMode, Stream> open, CancellationToken cancellationToken)
    {
        string target = Path.Combine(folder, name);
        string temporary = Path.Combine(folder, $".{name}.unpacking");
        Remove(temporary);
        try
        {
            await UnpackAsync(archive, temporary, open, cancellationToken);
            string model = FindModel(temporary) ?? throw new InvalidDataException("it holds no Vosk model.");
            Remove(target);
            Directory.Move(model, target);
            return target;
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static async Task UnpackAsync(
        string archive, string temporary, Func<string, FileMode, Stream> open, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(temporary);
        using ZipArchive zip = await ZipFile.OpenReadAsync(archive, cancellationToken);
        if (zip.Entries.Count > MaxEntries)
        {
            throw new InvalidDataException($"it holds {zip.Entries.Count} files.");
        }

        long total = 0;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            string path = SafePath(temporary, entry.FullName);
            if (entry.FullName.EndsWith('/'))
            {
                Directory.CreateDirectory(path);
                continue;
            }

            total += entry.Length;
            if (total > MaxUnpackedBytes)
            {
                throw new InvalidDataException("it unpacks to more than 8 GB.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using Stream from = await entry.OpenAsync(cancellationToken);
            await using Stream to = open(path, FileMode.CreateNew);
            await from.CopyToAsync(to, cancellationToken);
        }
    }

    /// <summary>An entry's name is data: <c>../</c>, absolute names and drive letters must not leave the folder.</summary>
    private static string SafePath(string root, string entry)
    {
        string path = Path.GetFullPath(Path.Combine(root, entry));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new InvalidDataException($"an entry points outside: '{entry}'.");
    }

    private static string? FindModel(string unpacked)
    {
        return VoskModelFolder.LooksUsable(unpacked)
            ? unpacked
            : Directory.EnumerateDirectories(unpacked).FirstOrDefault(VoskModelFolder.LooksUsable);
    }

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
