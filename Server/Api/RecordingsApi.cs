using Microsoft.Net.Http.Headers;
using Supervision.Client.Services;
using Supervision.Server.Recordings;
using Supervision.Server.Security;
using Supervision.Shared;

namespace Supervision.Server.Api;

/// <summary>The sound of a call, and its shape for drawing.</summary>
internal static class RecordingsApi
{
    private const int DefaultBuckets = 1000;
    private const int MaxBuckets = 20_000;
    private const int MaxPurposeLength = 500;

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapMethods("/calls/{id}/recording.wav", [HttpMethods.Get, HttpMethods.Head], GetAsync)
            .WithTags("Recordings").WithSummary("Stereo PCM, caller left, agent right; ranges; each listening is logged")
            .Produces<Stream>(StatusCodes.Status200OK, "audio/wav").Produces<Stream>(StatusCodes.Status206PartialContent, "audio/wav")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/calls/{id}/peaks", GetPeaksAsync)
            .WithTags("Recordings").WithSummary("Loudness of each lane over time, 0 to 1")
            .Produces<RecordingPeaks>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> GetAsync(
        CallId id, string? purpose, HttpContext context, ICallArchive archive, IRecordingStore recordings, ListeningLog log,
        CancellationToken cancellationToken)
    {
        if (purpose?.Length > MaxPurposeLength)
        {
            return ApiProblems.Invalid([$"purpose: at most {MaxPurposeLength} characters."]);
        }

        if (await archive.GetAsync(id, cancellationToken) is not { HasRecording: true } || recordings.OpenWav(id) is not { } wav)
        {
            return ApiProblems.NotFound("recording");
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            try
            {
                await log.WriteAsync(context.Actor(), id, purpose, StartsAtBeginning(context.Request), cancellationToken);
            }
            catch
            {
                await wav.DisposeAsync();
                throw;
            }
        }

        return Results.Stream(wav, "audio/wav", enableRangeProcessing: true);
    }

    private static async Task<IResult> GetPeaksAsync(
        CallId id, int? buckets, ICallArchive archive, IRecordingStore recordings, CancellationToken cancellationToken)
    {
        if (buckets is < 1 or > MaxBuckets)
        {
            return ApiProblems.Invalid([$"buckets: 1 to {MaxBuckets}."]);
        }

        return await archive.GetAsync(id, cancellationToken) is { HasRecording: true } && recordings.GetPeaks(id, buckets ?? DefaultBuckets) is { } peaks
            ? Results.Ok(peaks)
            : ApiProblems.NotFound("recording");
    }

    /// <summary>No range, or one whose first byte is the file's: somebody begins to listen.</summary>
    private static bool StartsAtBeginning(HttpRequest request) =>
        request.GetTypedHeaders().Range is not { Unit.Value: "bytes" } range || range.Ranges.Any(part => part.From is null or 0);
}
