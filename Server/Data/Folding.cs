using System.Globalization;
using System.Text;

namespace Supervision.Server.Data;

/// <summary>Lower-case without accents: the same on this side as <c>supervision_fold</c> is in the database.</summary>
internal static class Folding
{
    internal static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in text.Normalize(NormalizationForm.FormD))
        {
            if (c != '\0' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        return folded.ToString();
    }
}
