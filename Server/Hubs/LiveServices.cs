using Microsoft.Extensions.DependencyInjection.Extensions;
using Supervision.Client;
using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Grains.Alarms;
using Supervision.Grains.Feed;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Grains.Tension;
using Supervision.Server.Calls;
using Supervision.Server.Live;
using Supervision.Server.Settings;
using Supervision.Shared;
using Supervision.Telephony;

namespace Supervision.Server.Hubs;

/// <summary>Registers the live side: grains, feed, rules, the way of the calls, the hub and what Blazor asks.</summary>
internal static class LiveServices
{
    /// <summary>
    /// To be called after data, recordings and speech and before telephony: hosted services stop in the reverse order, so that telephony
    /// hangs up first, then the calls end here, and the journal hears of it last.
    /// </summary>
    internal static IServiceCollection AddLiveSide(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new SiteClock(
            provider.GetRequiredService<TimeProvider>(), TimeZoneInfo.FindSystemTimeZoneById(SiteClock.DefaultZone)));
        services.TryAddSingleton(SettingsSections.Bind<GrainsSettings>(configuration));
        services.TryAddSingleton(SettingsSections.Bind<AlarmsSettings>(configuration));
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ILiveFeed>(provider => provider.GetRequiredService<LiveFeed>());
        services.AddSingleton(NewDirectory);
        services.AddSingleton<IGrainDirectory>(provider => provider.GetRequiredService<GrainDirectory>());
        services.AddSingleton<CallRouter>();
        services.AddSingleton<ICallSink>(provider => provider.GetRequiredService<CallRouter>());
        services.AddHostedService(provider => provider.GetRequiredService<CallRouter>());
        services.AddHostedService<RecorderFaults>();
        services.AddSingleton<LiveSnapshots>();
        services.AddSingleton<CallOwners>();
        services.AddHostedService(provider => provider.GetRequiredService<CallOwners>());
        services.AddSingleton<LiveCallDetails>();
        services.AddSingleton<LevelBoard>();
        services.AddHostedService(provider => provider.GetRequiredService<LevelBoard>());
        services.AddScoped<ILiveConsole, LiveConsole>();
        services.AddScoped<IAlarmDesk, AlarmDesk>();
        services.AddSingleton<IHealthPart, LiveHealth>();
        services.AddSingleton<LivePumps>();
        services.AddSignalR();
        return services;
    }

    /// <summary>The hub; call after authentication and authorization are in the pipeline.</summary>
    internal static IEndpointConventionBuilder MapLiveHub(this IEndpointRouteBuilder endpoints)
    {
        // A signed-in session that expires takes its connection with it.
        return endpoints.MapHub<LiveHub>(LiveHub.Path, options => options.CloseOnAuthenticationExpiration = true);
    }

    private static GrainDirectory NewDirectory(IServiceProvider provider)
    {
        var ports = new GrainPorts
        {
            Time = provider.GetRequiredService<TimeProvider>(),
            Feed = provider.GetRequiredService<ILiveFeed>(),
            Journal = provider.GetRequiredService<IJournal>(),
            Words = provider.GetRequiredService<LiveWordList>(),
            Incidents = provider.GetRequiredService<IIncidentGrain>(),
            Tension = provider.GetRequiredService<ITensionModel>(),
            Aggression = provider.GetRequiredService<AggressionSettings>(),
            Callers = provider.GetRequiredService<ICallerHistory>(),
            Settings = provider.GetRequiredService<GrainsSettings>(),
            Alarms = provider.GetRequiredService<AlarmsSettings>(),
            Loggers = provider.GetRequiredService<ILoggerFactory>(),
        };
        return new GrainDirectory(ports, provider.GetRequiredService<IRecorder>, provider.GetService<ISpeechEngine>);
    }
}
