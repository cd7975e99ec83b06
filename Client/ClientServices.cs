using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Supervision.Client.Components;
using Supervision.Client.Listening;

namespace Supervision.Client;

/// <summary>What the screens need from the host, apart from the contracts of <c>Services/</c>.</summary>
public static class ClientServices
{
    /// <param name="services">The host's services.</param>
    /// <param name="zone">Where the town hall is.</param>
    public static IServiceCollection AddSupervisionClient(this IServiceCollection services, TimeZoneInfo zone)
    {
        services.AddLocalization();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new SiteClock(provider.GetRequiredService<TimeProvider>(), zone));
        services.TryAddScoped<ScriptModules>();
        services.TryAddScoped<ListenRequests>();
        return services;
    }
}
