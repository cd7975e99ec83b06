using Supervision.Server.Data;

namespace Supervision.Server.Demo;

/// <summary>Registers the demonstration.</summary>
internal static class DemoServices
{
    /// <summary>To be called last: it calls what all the others have started.</summary>
    internal static IServiceCollection AddDemonstration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DemoSettings>(configuration);
        services.AddHostedService<DemoExchange>();
        return services;
    }
}
