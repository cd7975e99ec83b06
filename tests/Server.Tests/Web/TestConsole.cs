using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Grains.Ports;
using Supervision.Server.Agents;
using Supervision.Server.Recordings;
using Supervision.Server.Security;
using Supervision.Server.Tests.Security;
using Supervision.Server.Tests.Words;
using Supervision.Server.Words;
using Supervision.Shared;
using Supervision.Testing;

namespace Supervision.Server.Tests.Web;

/// <summary>
/// The server as Program composes it, on a free port, with fakes in the place of database, calls and recordings and without the
/// background services of the parts.
/// </summary>
public sealed partial class TestConsole : IAsyncLifetime
{
    internal const string Password = "correct cheval pile agrafe";

    private readonly string directory = Directory.CreateTempSubdirectory("supervision-web-").FullName;
    private WebApplication app = null!;

    internal FakeAccounts Accounts { get; } = new();

    internal FakeCalls Calls { get; } = new();

    internal FakeRecordings Recordings { get; } = new();

    internal FakeWordListStore WordLists { get; } = new();

    internal FakeJournal Journal { get; } = new();

    internal List<PartHealth> Parts { get; } = [];

    /// <summary>Of presses of the help key alone: which of them are one does not depend on how fast the machine is.</summary>
    internal ManualTimeProvider PressTime { get; } = new();

    internal IServiceProvider Services => app.Services;

    internal Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = ConsoleServer.CreateBuilder(
            ["--Http:Urls=http://127.0.0.1:0", $"--Data:Directory={directory}", "--Demo:Enabled=false", "--Accounts:SourceFailures=50"]);
        ConsoleServer.AddParts(builder);
        builder.Logging.ClearProviders();
        Replace(builder.Services);
        app = ConsoleServer.Build(builder);
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await AddAccountsAsync();
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>A browser's view: cookies kept, redirections seen and not followed.</summary>
    internal HttpClient Browser()
    {
        HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = Address,
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>A program with a token of these roles.</summary>
    internal HttpClient Program(string role, string? agentNumber = null)
    {
        string secret = TokenSecret.New();
        Accounts.Tokens.Add(TokenService.Build(
            new NewToken($"test-{role}", [role], agentNumber), secret, Accounts.Get("admin").Id, "admin", TimeProvider.System));
        HttpClient client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    internal HttpClient Anonymous() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>A browser that went through the sign-in page.</summary>
    internal async Task<HttpClient> SignedInAsync(string userName)
    {
        HttpClient browser = Browser();
        using HttpResponseMessage answer = await PostLoginAsync(browser, userName, Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.DoesNotContain("error", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return browser;
    }

    internal static async Task<HttpResponseMessage> PostLoginAsync(HttpClient browser, string userName, string password, string returnUrl = "/")
    {
        string token = FormToken(await browser.GetStringAsync(new Uri("/login", UriKind.Relative)));
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["userName"] = userName,
            ["password"] = password,
            ["returnUrl"] = returnUrl,
        });
        return await browser.PostAsync(new Uri("/account/login", UriKind.Relative), form);
    }

    internal static string FormToken(string html) => TokenField().Match(html).Groups[1].Value;

    private async Task AddAccountsAsync()
    {
        Passwords passwords = app.Services.GetRequiredService<Passwords>();
        string hash = await passwords.HashAsync(Password, default);
        Accounts.Add(AccountService.Build("admin", "Admin", hash, [Roles.Administrator], null, TimeProvider.System));
        Accounts.Add(AccountService.Build("claire", "Claire", hash, [Roles.Supervisor], null, TimeProvider.System));
        Accounts.Add(AccountService.Build("agent", "Agent", hash, [Roles.Agent], "201", TimeProvider.System));
    }

    private void Replace(IServiceCollection services)
    {
        foreach (ServiceDescriptor background in services.Where(IsOwnBackgroundService).ToArray())
        {
            services.Remove(background);
        }

        services.RemoveAll<IHealthPart>();
        services.AddSingleton<IHealthPart>(new ListedParts(this));
        services.Replace(ServiceDescriptor.Singleton<IAccountStore>(Accounts));
        services.Replace(ServiceDescriptor.Singleton<ITokenStore>(Accounts));
        services.Replace(ServiceDescriptor.Singleton<IAccessLog>(Accounts));
        services.Replace(ServiceDescriptor.Singleton<IGrainDirectory>(Calls));
        services.Replace(ServiceDescriptor.Singleton<IJournal>(Journal));
        services.Replace(ServiceDescriptor.Singleton<IRecordingStore>(Recordings));
        services.Replace(ServiceDescriptor.Singleton(Calls));
        services.Replace(ServiceDescriptor.Singleton(new HelpPresses(PressTime)));
        services.Replace(ServiceDescriptor.Singleton<IWordListStore>(WordLists));
        services.Replace(ServiceDescriptor.Scoped<ICallArchive, FakeCalls.Archive>());
        services.Replace(ServiceDescriptor.Scoped<ILiveConsole, FakeCalls.LiveConsole>());
        services.Replace(ServiceDescriptor.Scoped<IAlarmArchive, FakeCalls.AlarmArchive>());
    }

    private static bool IsOwnBackgroundService(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType?.Assembly ?? service.ImplementationFactory?.Method.Module.Assembly)?.GetName().Name
            ?.StartsWith("Supervision.", StringComparison.Ordinal) == true;

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    /// <summary>The first of the listed parts; all are fine when none is listed.</summary>
    private sealed class ListedParts(TestConsole console) : IHealthPart
    {
        public PartHealth Report() => console.Parts.FirstOrDefault()
            ?? new PartHealth("sip", PartState.Ok, "Listening.", new Dictionary<string, object>());
    }
}
