namespace Supervision.Telephony.Sip.Messages;

/// <summary>Parameters after a semicolon (RFC 3261 §7.3.1), in their order; names without case. Immutable.</summary>
internal sealed class SipParameters
{
    internal static readonly SipParameters None = new([]);

    private readonly List<KeyValuePair<string, string?>> _items;

    private SipParameters(List<KeyValuePair<string, string?>> items)
    {
        _items = items;
    }

    /// <summary>Unquoted value; empty for a parameter without one; null when it is absent.</summary>
    internal string? this[string name]
    {
        get
        {
            foreach ((string key, string? value) in _items)
            {
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value ?? "";
                }
            }

            return null;
        }
    }

    internal bool Has(string name) => this[name] is not null;

    /// <summary>Parses <c>;a=b;c</c>, white space anywhere around. False on an empty name or an open quote.</summary>
    internal static bool TryParse(string text, out SipParameters parameters)
    {
        parameters = None;
        var items = new List<KeyValuePair<string, string?>>();
        int at = 0;
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\t')
            {
                at++;
                continue;
            }

            if (text[at] != ';')
            {
                return false;
            }

            int end = SipText.IndexOfUnquoted(text, ';', at + 1);
            if (end == -2)
            {
                return false;
            }

            end = end < 0 ? text.Length : end;
            string item = text[(at + 1)..end].Trim();
            at = end;
            if (item.Length == 0)
            {
                // A stray semicolon harms nothing and several exchanges send one.
                continue;
            }

            int equals = item.IndexOf('=', StringComparison.Ordinal);
            string name = (equals < 0 ? item : item[..equals]).Trim();
            if (name.Length == 0)
            {
                return false;
            }

            items.Add(new(name, equals < 0 ? null : SipText.Unquote(item[(equals + 1)..])));
        }

        parameters = items.Count == 0 ? None : new SipParameters(items);
        return true;
    }
}
