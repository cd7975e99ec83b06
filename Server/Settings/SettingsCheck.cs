using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;
using Supervision.Shared;

namespace Supervision.Server.Settings;

/// <summary>
/// Checks the whole configuration before anything is built: keys that no section knows, values of the wrong type, values out of
/// range. Finds everything at once, so that an administrator mends a file in one go. Runs once, on the main thread.
/// </summary>
internal static class SettingsCheck
{
    /// <summary>sysexits(3) EX_CONFIG: something in the configuration is wrong.</summary>
    internal const int ExitCode = 78;

    /// <summary>Sections that ASP.NET Core reads; not ours to check.</summary>
    private static readonly string[] FrameworkSections = ["Logging", "AllowedHosts", "Kestrel"];

    private static readonly string[] ConnectionStrings = ["Supervision"];

    /// <summary>One sentence an error; empty when the server may start.</summary>
    internal static IReadOnlyList<string> Errors(IConfigurationRoot configuration) =>
        Errors(configuration, SettingsSections.Discover());

    internal static IReadOnlyList<string> Errors(IConfigurationRoot configuration, IReadOnlyList<Type> sections)
    {
        List<string> errors = [];
        string[] names = [.. sections.Select(SettingsSections.NameOf).Distinct(StringComparer.OrdinalIgnoreCase)];
        AddUnknownSections(configuration, names, errors);
        AddUnknownConnectionStrings(configuration, errors);
        foreach (IGrouping<string, Type> section in sections.GroupBy(SettingsSections.NameOf, StringComparer.OrdinalIgnoreCase))
        {
            IConfigurationSection values = configuration.GetSection(section.Key);
            List<string> wrongTypes = [];
            SettingsShape.AddErrors(values, [.. section], errors, wrongTypes);
            foreach (Type type in section)
            {
                errors.AddRange(RangeErrors(values, type, wrongTypes));
            }
        }

        return errors;
    }

    /// <summary>
    /// Only what a person wrote into a file or on the command line is held against her: the environment is full of variables that
    /// are not for us. Inside our own sections the environment counts too.
    /// </summary>
    private static void AddUnknownSections(IConfigurationRoot configuration, string[] names, List<string> errors)
    {
        string[] known = [.. names, .. FrameworkSections, "ConnectionStrings"];
        IEnumerable<string> written = configuration.Providers
            .Where(provider => provider is JsonConfigurationProvider or JsonStreamConfigurationProvider or CommandLineConfigurationProvider)
            .SelectMany(provider => provider.GetChildKeys([], null))
            .Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (string key in written.Except(known, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add(SettingsShape.Unknown(key, known));
        }
    }

    private static void AddUnknownConnectionStrings(IConfiguration configuration, List<string> errors)
    {
        foreach (IConfigurationSection entry in configuration.GetSection("ConnectionStrings").GetChildren())
        {
            if (!ConnectionStrings.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            {
                errors.Add(SettingsShape.Unknown(entry.Path, ["ConnectionStrings:Supervision"]));
            }
        }
    }

    /// <summary>Ranges are judged on what could be read; a value of the wrong type is told once and its default stands in.</summary>
    private static string[] RangeErrors(IConfigurationSection values, Type type, List<string> wrongTypes)
    {
        Dictionary<string, string?> readable = values.AsEnumerable()
            .Where(entry => entry.Value is not null && !wrongTypes.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
        IConfiguration clean = new ConfigurationBuilder().AddInMemoryCollection(readable).Build();
        return [.. ((ISettingsSection)SettingsSections.Bind(clean, type)).Errors()];
    }
}
