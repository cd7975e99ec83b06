using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Supervision.Server.Data;

/// <summary>One forward-only step of the schema, embedded in the assembly.</summary>
/// <param name="Name">File name without extension: date, number of four digits, subject. Order is the order of names.</param>
/// <param name="Checksum">SHA-256 of the text with LF line ends, in hexadecimal.</param>
internal sealed record Migration(string Name, string Sql, string Checksum)
{
    private const string Prefix = "Migrations/";

    /// <summary>All migrations of this version, in order.</summary>
    internal static IReadOnlyList<Migration> All { get; } = Load();

    private static List<Migration> Load()
    {
        Assembly assembly = typeof(Migration).Assembly;
        var all = new List<Migration>();
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            string sql = reader.ReadToEnd().ReplaceLineEndings("\n");
            string name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
            all.Add(new Migration(name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))));
        }

        all.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return all;
    }
}
