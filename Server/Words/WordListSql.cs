namespace Supervision.Server.Words;

/// <summary>Questions about word lists.</summary>
internal static class WordListSql
{
    internal const string Versions = """
        select number, published_at, published_by, comment, phrase_count from word_list_versions order by number desc
        """;

    internal const string Latest = """
        select number, published_at, published_by, comment, phrase_count, text from word_list_versions order by number desc limit 1
        """;

    internal const string LatestNumber = "select coalesce(max(number), 0) from word_list_versions";

    internal const string TextOf = "select text from word_list_versions where number = $1";

    internal const string Insert = """
        insert into word_list_versions (number, text, phrase_count, published_at, published_by, comment)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (number) do nothing
        """;

    internal const string Draft = "select text, revision, based_on, saved_at, saved_by from word_list_draft";

    /// <summary>A revision of 0 makes the draft, any other changes the one that it is of; no row when somebody was quicker.</summary>
    internal const string InsertDraft = """
        insert into word_list_draft (text, revision, based_on, saved_at, saved_by) values ($1, 1, $2, $3, $4)
        on conflict (id) do nothing
        returning text, revision, based_on, saved_at, saved_by
        """;

    internal const string UpdateDraft = """
        update word_list_draft set text = $1, revision = revision + 1, saved_at = $3, saved_by = $4 where revision = $2
        returning text, revision, based_on, saved_at, saved_by
        """;

    internal const string DeleteDraft = "delete from word_list_draft where revision = $1";
}
