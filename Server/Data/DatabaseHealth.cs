using Supervision.Server.Journal;
using Supervision.Shared;

namespace Supervision.Server.Data;

/// <summary>Says how the database feels and how far the import is: <c>database</c> in /health.</summary>
internal sealed class DatabaseHealth(Database database, DatabaseHost host, EmbeddedPostgres embedded, JournalImporter importer) : IHealthPart
{
    /// <summary>Entries that may wait without a word: a second or two of a busy console.</summary>
    private const long MaxBehind = 5000;

    public PartHealth Report()
    {
        (PartState state, string detail) = database.State switch
        {
            DatabaseState.Starting => (PartState.Degraded, "The database is starting; calls are recorded and journalled."),
            DatabaseState.Unavailable => (PartState.Failed, $"The database is away ({database.Reason}); calls are recorded and journalled."),
            _ when importer.Fault is { } fault => (PartState.Degraded, $"The journal cannot be imported ({fault}); nothing is lost."),
            _ when importer.Rejected > 0 => (PartState.Degraded, "Entries were refused by the database; see table journal_rejected."),
            _ when importer.Behind > MaxBehind => (PartState.Degraded, "The import of the journal trails behind."),
            _ => (PartState.Ok, "Available."),
        };
        return new PartHealth("database", state, detail, new Dictionary<string, object>
        {
            ["embedded"] = host.IsEmbedded,
            ["version"] = embedded.Version,
            ["importedSequence"] = importer.ImportedSequence,
            ["behind"] = importer.Behind,
            ["rejected"] = importer.Rejected,
            ["damagedLines"] = importer.Damaged,
        });
    }
}
