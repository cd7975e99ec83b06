using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Server.Data;
using Supervision.Server.Demo;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

public sealed class FirstRunServiceTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("supervision-first-run-").FullName;
    private readonly ManualTimeProvider time = new();
    private readonly FakeAccounts store = new();
    private readonly Passwords passwords = new();

    public void Dispose()
    {
        passwords.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public async Task Run_NoAccounts_MadeAndTold(bool demonstration, int demonstrationAccounts)
    {
        await RunAsync(demonstration);

        FirstRunContent told = Read();
        Account admin = store.Get("admin");
        Assert.Equal(
            Microsoft.AspNetCore.Identity.PasswordVerificationResult.Success,
            await passwords.VerifyAsync(admin, told.Administrator.Password, default));
        Assert.Equal(TokenSecret.Hash(told.ApiToken), Assert.Single(store.Tokens).Hash);
        Assert.Equal(demonstrationAccounts, told.Demonstration.Count);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }

        Assert.Single(Directory.GetFiles(directory));
    }

    [Fact]
    public async Task Run_AccountsExist_NothingMade()
    {
        store.Add(AccountService.Build("claire", "Claire", "hash", [Roles.Administrator], null, time));

        await RunAsync(true);

        Assert.False(File.Exists(FilePath));
        Assert.Empty(store.Tokens);
    }

    [Fact]
    public async Task Run_CutOffBeforeTheFileHadItsName_Mended()
    {
        await RunAsync(false);
        File.Move(FilePath, Path.Combine(directory, ".first-run.json.pending"));

        await RunAsync(false);

        Assert.Equal(TokenSecret.Hash(Read().ApiToken), Assert.Single(store.Tokens).Hash);
    }

    [Fact]
    public async Task Run_DatabaseLate_WaitsAndSaysSo()
    {
        using FirstRunService service = Service(false);
        await service.StartAsync(default);

        Assert.Equal(PartState.Ok, service.Report().State);
        Assert.Contains("wait", service.Report().Detail, StringComparison.Ordinal);
        Assert.False(service.ExecuteTask!.IsCompleted);

        store.BecomeAvailable();
        await service.ExecuteTask;
        Assert.Equal("Accounts are ready.", service.Report().Detail);
    }

    private string FilePath => Path.Combine(directory, "first-run.json");

    private FirstRunContent Read() =>
        JsonSerializer.Deserialize<FirstRunContent>(File.ReadAllText(FilePath), JsonSerializerOptions.Web)!;

    private async Task RunAsync(bool demonstration)
    {
        store.BecomeAvailable();
        using FirstRunService service = Service(demonstration);
        await service.StartAsync(default);
        await service.ExecuteTask!;
    }

    private FirstRunService Service(bool demonstration) => new(
        store, passwords, new DataSettings { Directory = directory }, new DemoSettings { Enabled = demonstration },
        new AccountsSettings(), time, NullLogger<FirstRunService>.Instance);
}
