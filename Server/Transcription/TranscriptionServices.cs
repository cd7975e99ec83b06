using Supervision.Grains;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Speech;
using Supervision.Speech.Aggression;

namespace Supervision.Server.Transcription;

/// <summary>Registers the speech engine, what starts it and what transcribes later.</summary>
internal static class TranscriptionServices
{
    internal static IServiceCollection AddTranscription(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<SpeechSettings>(configuration);
        services.AddSettings<AggressionSettings>(configuration);
        services.AddSingleton(provider => new SpeechHost(
            provider.GetRequiredService<SpeechSettings>(),
            new SpeechHostOptions
            {
                DataDirectory = provider.GetRequiredService<DataSettings>().FullDirectory,
                Aggression = provider.GetRequiredService<AggressionSettings>(),
                CallPatience = TimeSpan.FromSeconds(provider.GetRequiredService<GrainsSettings>().FlushTimeoutSeconds),
            },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SpeechHost>>()));
        services.AddSingleton<ISpeechEngine, SpeechEngine>();
        services.AddSingleton<IRecordedSpeech, RecordedSpeech>();
        services.AddSingleton<GapRepository>();
        services.AddHostedService<SpeechStarter>();
        services.AddSingleton<RecordedWords>();
        services.AddHostedService<LaterTranscription>();
        for (int part = 0; part < HealthPartCount; part++)
        {
            int index = part;
            services.AddSingleton<IHealthPart>(provider => provider.GetRequiredService<SpeechHost>().HealthParts[index]);
        }

        return services;
    }

    /// <summary>speech, speech-model, vad and aggression: see <see cref="SpeechHost.HealthParts"/>.</summary>
    private const int HealthPartCount = 4;

    /// <summary>Starts the workers with the server; the container disposes of the host, which stops them.</summary>
    private sealed class SpeechStarter(SpeechHost host) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            host.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
