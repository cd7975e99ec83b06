using Supervision.Client.Services;
using Supervision.Client;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Listening;
using Supervision.Shared;

namespace Supervision.Server.Incidents;

/// <summary>Registers the incidents of the police desk.</summary>
internal static class IncidentServices
{
    /// <summary>
    /// To be called after the live side: hosted services stop in the reverse order, so that the incidents have heard the last alarm and
    /// the journal hears them.
    /// </summary>
    internal static IServiceCollection AddIncidents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<IncidentsSettings>(configuration);
        services.AddSingleton<IncidentRepository>();
        services.AddSingleton(NewGrain);
        services.AddSingleton<IIncidentGrain>(provider => provider.GetRequiredService<IncidentGrain>());
        services.AddSingleton(provider => provider.GetRequiredService<IncidentGrain>().Attached);
        services.AddSingleton<IListeningRight, DeskMayListen>();
        services.AddSingleton<IncidentRestorer>();
        services.AddHostedService(provider => provider.GetRequiredService<IncidentRestorer>());
        services.AddSingleton<IncidentWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<IncidentWatch>());
        services.AddSingleton<IHealthPart, IncidentHealth>();
        services.AddScoped<IncidentCalls>();
        services.AddScoped<IIncidentDesk, IncidentDesk>();
        return services;
    }

    private static IncidentGrain NewGrain(IServiceProvider provider)
    {
        SiteClock clock = provider.GetRequiredService<SiteClock>();
        var numbering = new IncidentNumbering(provider.GetRequiredService<IncidentsSettings>().Series, at => clock.ToLocal(at).Year);
        return new IncidentGrain(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILiveFeed>(),
            provider.GetRequiredService<IJournal>(),
            numbering,
            provider.GetRequiredService<ILogger<IncidentGrain>>());
    }
}
