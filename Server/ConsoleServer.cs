using Supervision.Server.Agents;
using Supervision.Server.Api;
using Supervision.Server.Calls;
using Supervision.Server.Data;
using Supervision.Server.Demo;
using Supervision.Server.Health;
using Supervision.Server.Hubs;
using Supervision.Server.Incidents;
using Supervision.Server.Listening;
using Supervision.Server.Live;
using Supervision.Server.Recordings;
using Supervision.Server.Security;
using Supervision.Server.Settings;
using Supervision.Server.Transcription;
using Supervision.Server.Web;
using Supervision.Server.Words;

namespace Supervision.Server;

/// <summary>Puts the parts together: settings checked first, then each part's services, then the web side. Used by Program and by tests.</summary>
internal static class ConsoleServer
{
    /// <summary>sysexits(3) EX_UNAVAILABLE: an address or a port cannot be had.</summary>
    private const int Unavailable = 69;

    /// <summary>Runs until told to stop; the process's exit code.</summary>
    internal static async Task<int> RunAsync(string[] args)
    {
        WebApplicationBuilder builder;
        try
        {
            builder = CreateBuilder(args);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            return await RefuseAsync(Reasons(e), SettingsCheck.ExitCode);
        }

        IReadOnlyList<string> errors = SettingsCheck.Errors(builder.Configuration);
        if (errors.Count > 0)
        {
            return await RefuseAsync(errors, SettingsCheck.ExitCode);
        }

        try
        {
            AddParts(builder);
            await using WebApplication app = Build(builder);
            await StartAsync(app);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            return await RefuseAsync(Reasons(e), Unavailable);
        }
    }

    /// <summary>Settings: appsettings.json beside the program, then the environment, then the command line.</summary>
    internal static WebApplicationBuilder CreateBuilder(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ConsoleServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        return builder;
    }

    /// <summary>In the order of the way of the data, from its end: what is registered last starts last and stops first.</summary>
    internal static void AddParts(WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        IConfiguration configuration = builder.Configuration;
        services.AddData(configuration);
        services.AddSecurity(configuration);
        services.AddHealth();
        services.AddApi();
        builder.AddWeb();
        services.AddRecordings(configuration);
        services.AddTranscription(configuration);
        services.AddWords(configuration);
        services.AddTension(configuration);
        services.AddLiveSide(configuration);
        services.AddListening(configuration);
        services.AddAgents();
        services.AddIncidents(configuration);
        services.AddCalls(configuration);
        services.AddDemonstration(configuration);
        services.AddSettingsSections(configuration);
    }

    internal static WebApplication Build(WebApplicationBuilder builder)
    {
        WebApplication app = builder.Build();

        // Made now: its uptime counts from here.
        _ = app.Services.GetRequiredService<HealthReporter>();
        app.UseWeb();
        return app;
    }

    /// <summary>A start that fails half-way stops what had started, so that threads and processes end in their order.</summary>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.StopAsync();
            throw;
        }
    }

    private static string[] Reasons(Exception e)
    {
        List<string> reasons = [];
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            reasons.Add(cause.Message);
        }

        return [.. reasons.Distinct()];
    }

    private static async Task<int> RefuseAsync(IReadOnlyList<string> errors, int exitCode)
    {
        await Console.Error.WriteLineAsync($"The server cannot start: {errors.Count} error(s).");
        foreach (string error in errors)
        {
            await Console.Error.WriteLineAsync($"  - {error}");
        }

        return exitCode;
    }
}
