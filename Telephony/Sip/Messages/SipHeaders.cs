namespace Supervision.Telephony.Sip.Messages;

/// <summary>A message's header fields in the order of the wire, compact names expanded, folded lines joined. Filled by the parser only.</summary>
internal sealed class SipHeaders
{
    private readonly List<KeyValuePair<string, string>> _items = [];

    /// <summary>Value of the first field of that name; null when there is none.</summary>
    internal string? this[string name]
    {
        get
        {
            foreach ((string key, string value) in _items)
            {
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            return null;
        }
    }

    internal int Count => _items.Count;

    internal void Add(string name, string value) => _items.Add(new(SipHeaderName.Expand(name), value));

    /// <summary>Every field of that name, as written.</summary>
    internal IEnumerable<string> All(string name)
    {
        foreach ((string key, string value) in _items)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                yield return value;
            }
        }
    }

    /// <summary>Elements of a comma list over all its fields, in order (RFC 3261 §7.3.1). Broken fields give what is whole.</summary>
    internal List<string> List(string name)
    {
        var parts = new List<string>();
        foreach (string value in All(name))
        {
            SipText.TrySplitList(value, parts);
        }

        return parts;
    }

    /// <summary>True when the comma list holds <paramref name="token"/>, without case.</summary>
    internal bool ListHas(string name, string token) => List(name).Contains(token, StringComparer.OrdinalIgnoreCase);
}
