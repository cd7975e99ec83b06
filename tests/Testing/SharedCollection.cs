using System.Collections;
using System.Collections.Immutable;

namespace Supervision.Testing;

/// <summary>What a fake notes on the server's threads while a test reads it, in order: whoever enumerates sees one instant of it.</summary>
public sealed class SharedCollection<T> : IReadOnlyCollection<T>
{
    private ImmutableList<T> _items = [];

    public int Count => _items.Count;

    public void Add(T item) => ImmutableInterlocked.Update(ref _items, static (items, added) => items.Add(added), item);

    /// <summary>False when it was not there.</summary>
    public bool Remove(T item) => ImmutableInterlocked.Update(ref _items, static (items, removed) => items.Remove(removed), item);

    /// <summary>False when the old one is not there any more.</summary>
    public bool Replace(T old, T changed) => ImmutableInterlocked.Update(
        ref _items, static (items, pair) => items.Contains(pair.old) ? items.Replace(pair.old, pair.changed) : items, (old, changed));

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
