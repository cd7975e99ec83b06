using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Supervision.Server.Settings;

/// <summary>Compares written settings with the properties of settings records: unknown names, values of the wrong type.</summary>
internal static class SettingsShape
{
    /// <summary>At most so many changed letters make a suggestion.</summary>
    private const int SuggestionDistance = 3;

    /// <param name="values">The section as written.</param>
    /// <param name="types">Records that share the section.</param>
    /// <param name="errors">Receives one sentence an error.</param>
    /// <param name="wrongTypes">Receives the paths of values that cannot be read.</param>
    internal static void AddErrors(IConfigurationSection values, Type[] types, List<string> errors, List<string> wrongTypes)
    {
        PropertyInfo[] properties = [.. types.SelectMany(Settable)];
        if (values.Value is { Length: > 0 } stray)
        {
            errors.Add($"{values.Path} is '{stray}'; it is a section: write {values.Path}:Name=value.");
        }

        foreach (IConfigurationSection entry in values.GetChildren())
        {
            PropertyInfo? property = Array.Find(properties, p => p.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                errors.Add(Unknown(entry.Path, [.. properties.Select(p => $"{values.Path}:{p.Name}")]));
                continue;
            }

            AddValueErrors(entry, property.PropertyType, errors, wrongTypes);
        }
    }

    internal static string Unknown(string path, string[] known)
    {
        string? near = known
            .Select(name => (Name: name, Distance: Distance(name, path)))
            .Where(candidate => candidate.Distance <= SuggestionDistance)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return near is null ? $"{path} is not a setting." : $"{path} is not a setting; did you mean {near}?";
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static void AddValueErrors(IConfigurationSection entry, Type type, List<string> errors, List<string> wrongTypes)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (IsScalar(plain))
        {
            AddScalarErrors(entry, plain, errors, wrongTypes);
        }
        else if (ElementType(plain) is { } element)
        {
            foreach (IConfigurationSection item in entry.GetChildren())
            {
                AddValueErrors(item, element, errors, wrongTypes);
            }
        }
        else
        {
            AddErrors(entry, [plain], errors, wrongTypes);
        }
    }

    private static void AddScalarErrors(IConfigurationSection entry, Type type, List<string> errors, List<string> wrongTypes)
    {
        foreach (IConfigurationSection child in entry.GetChildren())
        {
            errors.Add(Unknown(child.Path, [entry.Path]));
        }

        if (entry.Value is not { } text || type == typeof(string))
        {
            return;
        }

        try
        {
            _ = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            wrongTypes.Add(entry.Path);
            errors.Add($"{entry.Path} is '{text}'; it must be {Describe(type)}.");
        }
    }

    private static bool IsScalar(Type type) =>
        type == typeof(string) || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>Type of the items of a list, of the values of a dictionary; null for a nested record.</summary>
    private static Type? ElementType(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        Type? enumerable = type.GetInterfaces().Append(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        Type? item = enumerable?.GetGenericArguments()[0];
        return item is { IsGenericType: true } && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? item.GetGenericArguments()[1]
            : item;
    }

    private static string Describe(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type)),
        TypeCode.Boolean => "true or false",
        TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32
            or TypeCode.Int64 or TypeCode.UInt64 => "a whole number",
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "a number",
        _ when type == typeof(TimeSpan) => "a duration such as 00:05:00",
        _ => string.Create(CultureInfo.InvariantCulture, $"a {type.Name}"),
    };

    /// <summary>Levenshtein, case ignored: how many letters must change.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
