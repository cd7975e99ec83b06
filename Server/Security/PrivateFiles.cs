namespace Supervision.Server.Security;

/// <summary>Files and folders that only the server's own user may read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Mode 700; folders above it that are missing may be gone through by others. One that is there stays as its administrator made it:
    /// nothing that must be written fails over a mode.
    /// </summary>
    internal static DirectoryInfo CreateDirectory(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerFolder);

    /// <summary>For secrets: mode 700 also when it was there before with another.</summary>
    internal static DirectoryInfo CreateSecretDirectory(string path)
    {
        DirectoryInfo directory = CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerFolder);
        }

        return directory;
    }

    /// <summary>A new empty file of mode 600, never readable by others even for a moment.</summary>
    internal static FileStream CreateFile(string path)
    {
        File.Delete(path);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }
}
