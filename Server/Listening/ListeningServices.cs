using Supervision.Client.Services;
using Supervision.Server.Data;
using Supervision.Shared;

namespace Supervision.Server.Listening;

/// <summary>Registers hearing live calls.</summary>
internal static class ListeningServices
{
    internal static IServiceCollection AddListening(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ListeningSettings>(configuration);
        services.AddSingleton<CallTaps>();
        services.AddSingleton<ListeningCounters>();
        services.AddSingleton<ListeningTickets>();
        services.AddSingleton<ListeningRegister>();
        services.AddSingleton<IListeningRight, WatchersMayListen>();
        services.AddSingleton<ListeningDesk>();
        services.AddSingleton<ListeningEndpoint>();
        services.AddScoped<IListeningDesk, ListeningDesk.OfCircuit>();
        services.AddSingleton<IHealthPart, ListeningHealth>();
        return services;
    }
}
