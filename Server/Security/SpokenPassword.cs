using System.Security.Cryptography;

namespace Supervision.Server.Security;

/// <summary>
/// First passwords that one person reads to another over a telephone: common French words without accents, none of which begins another
/// of the list, joined by hyphens. Stateless.
/// </summary>
internal static class SpokenPassword
{
    /// <summary>6 × log2(512) = 54 bits: where wrong passwords lock an account, the CNIL asks for 50 (délibération 2022-100).</summary>
    private const int WordCount = 6;

    private const char Joint = '-';

    private static readonly string[] List = Read();

    internal static IReadOnlyList<string> Words => List;

    /// <summary>
    /// One that the rules accept for this user: her name does not stand in it, not even by chance. A name that is refused anyway, which might
    /// stand in all of them, is not looked for.
    /// </summary>
    internal static string For(string userName, AccountsSettings settings)
    {
        bool canAvoid = !AccountRules.UserNameErrors(userName).Any();
        string password = "";
        for (int words = 0; words < WordCount || password.Length <= settings.MinPasswordLength;)
        {
            string longer = password + RandomNumberGenerator.GetItems<string>(List, 1)[0] + Joint;
            if (!canAvoid || !longer.Contains(userName, StringComparison.OrdinalIgnoreCase))
            {
                password = longer;
                words++;
            }
        }

        return password.TrimEnd(Joint);
    }

    private static string[] Read()
    {
        using Stream file = typeof(SpokenPassword).Assembly.GetManifestResourceStream("spoken-words.fr.txt")
            ?? throw new InvalidOperationException("The words of spoken passwords are not in the assembly.");
        using StreamReader reader = new(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
