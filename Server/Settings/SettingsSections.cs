using System.Reflection;
using Supervision.Shared;

namespace Supervision.Server.Settings;

/// <summary>
/// Every settings record of the console's own assemblies, found by reflection so that no part can forget to have its section
/// checked. Used once, at start, on the main thread.
/// </summary>
internal static class SettingsSections
{
    private const string OwnAssemblies = "Supervision.";

    /// <summary>Records that implement <see cref="ISettingsSection"/> in this assembly and in those of ours that it refers to.</summary>
    internal static IReadOnlyList<Type> Discover()
    {
        Assembly server = typeof(SettingsSections).Assembly;
        IEnumerable<Assembly> assemblies = server.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith(OwnAssemblies, StringComparison.Ordinal))
            .Select(Assembly.Load)
            .Prepend(server);
        return [.. assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(ISettingsSection).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)];
    }

    /// <summary>Name of the record's section.</summary>
    internal static string NameOf(Type section) =>
        (string)section.GetProperty(nameof(ISettingsSection.SectionName), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>Binds each section once and makes it injectable as itself; a part that registered its own is left alone.</summary>
    internal static IServiceCollection AddSettingsSections(this IServiceCollection services, IConfiguration configuration)
    {
        foreach (Type section in Discover())
        {
            if (services.All(descriptor => descriptor.ServiceType != section))
            {
                services.AddSingleton(section, Bind(configuration, section));
            }
        }

        return services;
    }

    /// <summary>One section as it stands in <paramref name="configuration"/>, defaults where nothing is written.</summary>
    internal static T Bind<T>(IConfiguration configuration)
        where T : class, ISettingsSection => (T)Bind(configuration, typeof(T));

    internal static object Bind(IConfiguration configuration, Type section)
    {
        object value = Activator.CreateInstance(section)!;
        configuration.GetSection(NameOf(section)).Bind(value);
        return value;
    }
}
