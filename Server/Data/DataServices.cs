using Microsoft.Extensions.DependencyInjection.Extensions;
using Supervision.Client.Services;
using Supervision.Grains.Ports;
using Supervision.Server.Journal;
using Supervision.Server.Live;
using Supervision.Shared;

namespace Supervision.Server.Data;

/// <summary>Registers the database, the journal and what reads them.</summary>
internal static class DataServices
{
    /// <summary>
    /// To be called first of all parts: hosted services stop in the reverse order, so that the journal outlives those who write to it
    /// and the database outlives the journal's import.
    /// </summary>
    internal static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<DataSettings>(configuration);
        services.AddSettings<JournalSettings>(configuration);
        services.AddSingleton<DataDirectoryLock>();
        services.AddHostedService(p => p.GetRequiredService<DataDirectoryLock>());

        services.AddSingleton<Database>();
        services.AddSingleton<EmbeddedPostgres>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<DatabaseHost>();
        services.AddHostedService(p => p.GetRequiredService<DatabaseHost>());

        services.AddSingleton(p => new JournalFolder(p.GetRequiredService<DataSettings>().FullDirectory, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DiskJournal>();
        services.AddSingleton<IJournal>(p => p.GetRequiredService<DiskJournal>());
        services.AddHostedService(p => p.GetRequiredService<DiskJournal>());
        services.AddSingleton<JournalImporter>();
        services.AddHostedService(p => p.GetRequiredService<JournalImporter>());

        services.AddSingleton<CallRepository>();
        services.AddSingleton<ICallCounter>(p => p.GetRequiredService<CallRepository>());
        services.AddSingleton<ICallNumbers>(p => p.GetRequiredService<CallRepository>());
        services.AddSingleton<AlarmRepository>();
        services.AddSingleton<StartReading>();
        services.AddHostedService<AlarmRestorer>();
        services.AddScoped<ICallArchive, CallArchive>();
        services.AddScoped<IAlarmArchive, AlarmArchive>();

        services.AddSingleton<IHealthPart>(p => p.GetRequiredService<DiskJournal>());
        services.AddSingleton<IHealthPart, DatabaseHealth>();
        return services;
    }

    /// <summary>One section of the settings, bound once.</summary>
    internal static void AddSettings<T>(this IServiceCollection services, IConfiguration configuration)
        where T : class, ISettingsSection, new()
    {
        var settings = new T();
        configuration.GetSection(T.SectionName).Bind(settings);
        services.TryAddSingleton(settings);
    }
}
