using Supervision.Client.Services;
using Supervision.Grains.Rules;
using Supervision.Server.Data;
using Supervision.Server.Settings;
using Supervision.Shared;

namespace Supervision.Server.Words;

/// <summary>Registers the lists of words that raise alarms.</summary>
internal static class WordsServices
{
    /// <summary>To be called after the data and the security.</summary>
    internal static IServiceCollection AddWords(this IServiceCollection services, IConfiguration configuration)
    {
        string dataDirectory = SettingsSections.Bind<DataSettings>(configuration).FullDirectory;
        services.AddSingleton(provider => new PublishedWords(dataDirectory, provider.GetRequiredService<ILogger<PublishedWords>>()));
        services.AddSingleton<LiveWordList>(provider => provider.GetRequiredService<PublishedWords>().Live);
        services.AddSingleton<IWordListStore, WordListStore>();
        services.AddSingleton<WordListService>();
        services.AddScoped<IWordLists, WordLists>();
        services.AddHostedService<WordListSync>();
        services.AddSingleton<IHealthPart, WordsHealth>();
        return services;
    }
}
