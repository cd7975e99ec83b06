using Supervision.Grains.Ports;
using Supervision.Grains.Tension;
using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Speech;

namespace Supervision.Server.Live;

/// <summary>Registers what the tension curve and the fusion of voice, words and circumstances need beside the grains.</summary>
internal static class TensionServices
{
    /// <summary>To be called after the data, which fills the history of callers, and after speech, which knows the model.</summary>
    internal static IServiceCollection AddTension(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AggressionSettings>(configuration);
        services.AddSingleton(provider => new TensionModel(
            provider.GetRequiredService<SpeechHost>(), provider.GetRequiredService<AggressionSettings>()));
        services.AddSingleton<ITensionModel>(provider => provider.GetRequiredService<TensionModel>());
        services.AddSingleton<TensionBoard>();
        services.AddHostedService(provider => provider.GetRequiredService<TensionBoard>());
        services.AddSingleton<CallerPastRepository>();
        services.AddSingleton<CallerHistory>();
        services.AddSingleton<ICallerHistory>(provider => provider.GetRequiredService<CallerHistory>());
        services.AddHostedService(provider => provider.GetRequiredService<CallerHistory>());
        services.AddHostedService<CallerHistoryLoader>();
        services.AddSingleton<IHealthPart, TensionHealth>();
        return services;
    }
}
