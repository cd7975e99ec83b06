using Npgsql;
using Supervision.Server.Data;
using Supervision.Shared.Words;

namespace Supervision.Server.Words;

/// <summary>Tables <c>word_list_versions</c> and <c>word_list_draft</c>. Thread-safe.</summary>
internal sealed class WordListStore(Database database) : IWordListStore
{
    public Task WhenAvailableAsync(CancellationToken cancellationToken) => database.WhenAvailableAsync(cancellationToken);

    public Task<IReadOnlyList<WordListVersion>> GetVersionsAsync(CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<WordListVersion>>(
            async (connection, cancel) =>
            {
                await using NpgsqlCommand command = Command(connection, WordListSql.Versions);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
                return await CallRows.ReadAllAsync(reader, ReadVersion, cancel);
            },
            cancellationToken);

    public Task<PublishedText?> GetLatestAsync(CancellationToken cancellationToken) =>
        FirstAsync(WordListSql.Latest, reader => new PublishedText(ReadVersion(reader), reader.GetString(5)), [], cancellationToken);

    public Task<int> GetLatestNumberAsync(CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = Command(connection, WordListSql.LatestNumber);
            return (int)(await command.ExecuteScalarAsync(cancel))!;
        },
        cancellationToken);

    public Task<string?> GetTextAsync(int number, CancellationToken cancellationToken) =>
        FirstAsync(WordListSql.TextOf, reader => reader.GetString(0), [Sql.Number(number)], cancellationToken);

    public Task<WordListDraft?> GetDraftAsync(CancellationToken cancellationToken) =>
        FirstAsync(WordListSql.Draft, ReadDraft, [], cancellationToken);

    public Task<WordListDraft?> SaveDraftAsync(DraftText draft, CancellationToken cancellationToken)
    {
        bool isNew = draft.Revision == WordListDraft.None;
        return FirstAsync(
            isNew ? WordListSql.InsertDraft : WordListSql.UpdateDraft,
            ReadDraft,
            [Sql.Text(draft.Text), Sql.Number(isNew ? draft.BasedOn : draft.Revision), Sql.Time(draft.SavedAt), Sql.Text(draft.SavedBy)],
            cancellationToken);
    }

    public Task<bool> DeleteDraftAsync(int revision, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlCommand command = Command(connection, WordListSql.DeleteDraft, Sql.Number(revision));
            return await command.ExecuteNonQueryAsync(cancel) == 1;
        },
        cancellationToken);

    public Task<bool> PublishAsync(PublishedText version, int? draftRevision, CancellationToken cancellationToken) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
            await using NpgsqlCommand insert = Insert(connection, version);
            bool isDone = await insert.ExecuteNonQueryAsync(cancel) == 1;
            if (isDone && draftRevision is { } revision)
            {
                await using NpgsqlCommand delete = Command(connection, WordListSql.DeleteDraft, Sql.Number(revision));
                isDone = await delete.ExecuteNonQueryAsync(cancel) == 1;
            }

            if (isDone)
            {
                await transaction.CommitAsync(cancel);
            }

            return isDone;
        },
        cancellationToken);

    private static NpgsqlCommand Insert(NpgsqlConnection connection, PublishedText version) => Command(
        connection,
        WordListSql.Insert,
        Sql.Number(version.Version.Number),
        Sql.Text(version.Text),
        Sql.Number(version.Version.PhraseCount),
        Sql.Time(version.Version.PublishedAt),
        Sql.Text(version.Version.PublishedBy),
        Sql.Text(version.Version.Comment));

    private Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
        where T : class => database.RunAsync(
            async (connection, cancel) =>
            {
                await using NpgsqlCommand command = Command(connection, sql, parameters);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
                return await reader.ReadAsync(cancel) ? read(reader) : null;
            },
            cancellationToken);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        NpgsqlCommand command = new(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static WordListVersion ReadVersion(NpgsqlDataReader reader) => new(
        reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4));

    private static WordListDraft ReadDraft(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4));
}
