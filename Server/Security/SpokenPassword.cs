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

    /// <summary>A short user name may stand in many words by chance; in all of so many tries it does not.</summary>
    private const int MaxTries = 1000;

    private static readonly string[] List = Read();

    internal static IReadOnlyList<string> Words => List;

    /// <summary>One that the rules accept for this user.</summary>
    internal static string For(string userName, AccountsSettings settings)
    {
        string password = New(settings.MinPasswordLength);
        for (int tries = 1; tries < MaxTries && AccountRules.PasswordErrors(password, userName, settings).Any(); tries++)
        {
            password = New(settings.MinPasswordLength);
        }

        return password;
    }

    private static string New(int minLength)
    {
        List<string> words = [];
        while (words.Count < WordCount || words.Sum(word => word.Length + 1) <= minLength)
        {
            words.Add(RandomNumberGenerator.GetItems<string>(List, 1)[0]);
        }

        return string.Join('-', words);
    }

    private static string[] Read()
    {
        using Stream file = typeof(SpokenPassword).Assembly.GetManifestResourceStream("spoken-words.fr.txt")
            ?? throw new InvalidOperationException("The words of spoken passwords are not in the assembly.");
        using StreamReader reader = new(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
