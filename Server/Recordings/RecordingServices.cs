using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>Registers the recorder and the store of recordings.</summary>
internal static class RecordingServices
{
    /// <summary>To be called after <see cref="DataServices.AddData"/> and before telephony: the recorder stops after its calls have ended.</summary>
    internal static IServiceCollection AddRecordings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<RecordingsSettings>(configuration);
        services.AddSingleton(p => new RecordingPaths(p.GetRequiredService<DataSettings>().FullDirectory));
        services.AddSingleton<RecordingSync>();
        services.AddSingleton<RecordingRecovery>();
        services.AddSingleton<CallRecorder>();
        services.AddSingleton<ICallRecordings>(p => p.GetRequiredService<CallRecorder>());
        services.AddSingleton<IRecorder>(p => p.GetRequiredService<CallRecorder>());
        services.AddHostedService(p => p.GetRequiredService<CallRecorder>());
        services.AddSingleton<IRecordingStore, RecordingStore>();
        services.AddSingleton<TrainingWindows>();
        services.AddSingleton<IHealthPart, RecorderHealth>();
        return services;
    }
}
