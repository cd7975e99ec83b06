using Supervision.Server.Security;

namespace Supervision.Server.Tests.Security;

public sealed class PrivateFilesTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode GroupReads = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private readonly string root = Directory.CreateTempSubdirectory("private-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void CreateDirectory_NewWithParents_TheOwnersAlone()
    {
        PrivateFiles.CreateDirectory(Path.Combine(root, "a", "b"));

        AssertMode(OwnerOnly, "a/b");
    }

    [Fact]
    public void CreateDirectory_ThereWithAnotherMode_LeftAsItsAdministratorMadeIt()
    {
        string folder = MakeReadable("recordings");

        PrivateFiles.CreateDirectory(folder);

        AssertMode(GroupReads, "recordings");
    }

    [Fact]
    public void CreateSecretDirectory_ThereWithAnotherMode_Closed()
    {
        string folder = MakeReadable("keys");

        PrivateFiles.CreateSecretDirectory(folder);

        AssertMode(OwnerOnly, "keys");
    }

    private string MakeReadable(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, GroupReads);
        }

        return folder;
    }

    private void AssertMode(UnixFileMode expected, string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(expected, File.GetUnixFileMode(Path.Combine(root, name)));
        }
    }
}
