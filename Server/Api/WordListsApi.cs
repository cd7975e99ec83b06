using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Supervision.Grains.Rules;
using Supervision.Server.Security;
using Supervision.Server.Words;
using Supervision.Shared.Words;

namespace Supervision.Server.Api;

/// <summary>Lists of words that raise alarms: supervisors read and try, administrators change.</summary>
internal static class WordListsApi
{
    /// <summary>JSON of the longest text, whatever it escapes.</summary>
    private const int MaxBodyBytes = 6 * WordListService.MaxTextChars;

    internal static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder lists = api.MapGroup("/word-lists").WithTags("Word lists").RequireAuthorization(Policies.Supervise);
        lists.MapGet("", GetAsync).WithSummary("List in effect, versions and draft").Produces<WordListState>();
        lists.MapGet("/versions/{number:int}", GetTextAsync).WithSummary("Text of a version; 0 is the console's own")
            .Produces<string>(contentType: MediaTypeNames.Text.Plain).ProducesProblem(StatusCodes.Status404NotFound);
        lists.MapGet("/diff", DiffAsync).WithSummary("Lines that two versions do not share")
            .Produces<IReadOnlyList<WordListDifference>>().ProducesProblem(StatusCodes.Status404NotFound);
        lists.MapPost("/try", Try).WithSummary("What a list hears in a sentence").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Produces<WordTrial>().ProducesProblem(StatusCodes.Status400BadRequest);
        RouteGroupBuilder changes = lists.MapGroup("").RequireAuthorization(Policies.Administer);
        changes.MapPut("/draft", SaveDraftAsync).WithSummary("Write the draft").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Produces<WordListDraftView>().ProducesProblem(StatusCodes.Status409Conflict);
        changes.MapDelete("/draft", DiscardDraftAsync).WithSummary("Throw the draft away")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);
        changes.MapPost("/publish", PublishAsync).WithSummary("Put the draft into effect")
            .Produces<WordListVersion>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        changes.MapPost("/versions/{number:int}/restore", RestoreAsync).WithSummary("Put an old version into effect again, as a new one")
            .Produces<WordListVersion>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> GetAsync(WordListService words, CancellationToken cancellationToken) =>
        Results.Ok(await words.GetAsync(cancellationToken));

    private static async Task<IResult> GetTextAsync(int number, WordListService words, CancellationToken cancellationToken) =>
        await words.GetTextAsync(number, cancellationToken) is { } text
            ? Results.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", $"alarm-words-{number}.txt")
            : ApiProblems.NotFound("version");

    private static async Task<IResult> DiffAsync(int from, int to, WordListService words, CancellationToken cancellationToken) =>
        await words.GetTextAsync(from, cancellationToken) is { } before && await words.GetTextAsync(to, cancellationToken) is { } after
            ? Results.Ok(WordListDiff.Between(before, after))
            : ApiProblems.NotFound("version");

    private static IResult Try(SentenceToTry body, WordListService words) => body switch
    {
        { Sentence.Length: > WordTrials.MaxChars } => ApiProblems.Refused($"A sentence has at most {WordTrials.MaxChars} characters."),
        { List.Length: > WordListService.MaxTextChars } => TooLong(),
        _ => words.Try(body.List, body.Sentence) is { } trial ? Results.Ok(trial) : ApiProblems.Refused("The list has mistakes."),
    };

    private static async Task<IResult> SaveDraftAsync(
        DraftToSave body, WordListService words, HttpContext context, CancellationToken cancellationToken)
    {
        if (body.Text.Length > WordListService.MaxTextChars)
        {
            return TooLong();
        }

        return await words.SaveDraftAsync(body.Text, body.Revision, context.Actor().Name, cancellationToken) is { } draft
            ? Results.Ok(new WordListDraftView(draft.Revision, draft.SavedAt, draft.SavedBy, [.. WordListReader.Read(draft.Text).Lines.Where(line => line.Fault is not null)]))
            : Changed();
    }

    private static async Task<IResult> DiscardDraftAsync(int revision, WordListService words, CancellationToken cancellationToken) =>
        await words.DiscardDraftAsync(revision, cancellationToken) ? Results.NoContent() : Changed();

    private static async Task<IResult> PublishAsync(
        DraftToPublish body, WordListService words, HttpContext context, CancellationToken cancellationToken) =>
        IsComment(body.Comment)
            ? Answer(await words.PublishAsync(body.Revision, body.Comment, context.Actor(), cancellationToken))
            : NoComment();

    private static async Task<IResult> RestoreAsync(
        int number, VersionToRestore body, WordListService words, HttpContext context, CancellationToken cancellationToken) =>
        IsComment(body.Comment)
            ? Answer(await words.RestoreAsync(number, body.Comment, context.Actor(), cancellationToken))
            : NoComment();

    private static IResult Answer(PublicationOutcome outcome) => outcome.Result switch
    {
        Publication.Done => Results.Ok(outcome.Version),
        Publication.HasMistakes => ApiProblems.Refused("The list has mistakes; it is not published."),
        Publication.NotFound => ApiProblems.NotFound("version"),
        _ => Changed(),
    };

    private static bool IsComment(string comment) => comment.Trim().Length is > 0 and <= WordListService.MaxCommentChars;

    private static IResult NoComment() => ApiProblems.Refused($"A publication needs a comment of at most {WordListService.MaxCommentChars} characters.");

    private static IResult TooLong() => ApiProblems.Refused($"A list has at most {WordListService.MaxTextChars} characters.");

    private static IResult Changed() => ApiProblems.Conflict("The draft or the list was changed meanwhile; read it again.");
}

/// <summary>Body of <c>POST word-lists/try</c>.</summary>
/// <param name="List">Whole text of a list; null for the list in effect.</param>
internal sealed record SentenceToTry(string Sentence, string? List = null);

/// <summary>Body of <c>PUT word-lists/draft</c>.</summary>
/// <param name="Revision">Of the draft as it was read; 0 when there was none.</param>
internal sealed record DraftToSave(string Text, int Revision);

/// <summary>Body of <c>POST word-lists/publish</c>.</summary>
internal sealed record DraftToPublish(int Revision, string Comment);

/// <summary>Body of <c>POST word-lists/versions/{number}/restore</c>.</summary>
internal sealed record VersionToRestore(string Comment);

/// <summary>The draft as it was kept.</summary>
/// <param name="Mistakes">Lines that must be mended before it can be published.</param>
internal sealed record WordListDraftView(int Revision, DateTimeOffset SavedAt, string SavedBy, IReadOnlyList<WordListLine> Mistakes);
