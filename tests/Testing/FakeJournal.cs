using System.Collections.Concurrent;
using Supervision.Grains.Ports;

namespace Supervision.Testing;

/// <summary>A journal in memory. Safe from any thread.</summary>
public sealed class FakeJournal : IJournal
{
    private readonly ConcurrentQueue<JournalEntry> _entries = new();

    /// <summary>In the order of appending.</summary>
    public IReadOnlyList<JournalEntry> Entries => [.. _entries];

    /// <summary>Thrown by <see cref="Append"/>, when set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Called by <see cref="Append"/> when an entry is in, on the thread of whoever appends.</summary>
    public Action<JournalEntry>? Appended { get; set; }

    public void Append(JournalEntry entry)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        _entries.Enqueue(entry);
        Appended?.Invoke(entry);
    }

    public IReadOnlyList<T> Of<T>()
        where T : JournalEntry => [.. _entries.OfType<T>()];
}
