using System.Text;
using Supervision.Shared.Calls;

namespace Supervision.Client.Components;

/// <summary>Writes telephone numbers the way French people read them; leaves the others as received.</summary>
internal static class PhoneNumber
{
    /// <summary>Digits of a French national number, its 0 included.</summary>
    private const int NationalDigits = 10;

    internal static string Format(string number)
    {
        string national = FrenchNumber.National(number);
        if (national.Length != NationalDigits || national[0] != '0' || !national.All(char.IsAsciiDigit))
        {
            return number;
        }

        var pairs = new StringBuilder(NationalDigits + 4);
        for (int i = 0; i < NationalDigits; i += 2)
        {
            if (i > 0)
            {
                pairs.Append('\u202F');
            }

            pairs.Append(national, i, 2);
        }

        return pairs.ToString();
    }
}
