using Microsoft.AspNetCore.Diagnostics;
using Supervision.Server.Api;
using Supervision.Server.Data;

namespace Supervision.Server.Web;

/// <summary>Turns what was thrown into an answer: a page for a person, problem details (RFC 9457) for a program, never a stack trace.</summary>
internal sealed class ErrorAnswers : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        await AnswerFor(httpContext, exception).ExecuteAsync(httpContext);
        // An absent database is known and shown; anything else is a bug that the log must have.
        return true;
    }

    /// <summary>The database's absence is told by its own part; the rest is logged by the pipeline.</summary>
    internal static bool IsKnown(ExceptionHandlerSuppressDiagnosticsContext context) =>
        context.Exception is DatabaseUnavailableException or BadHttpRequestException or OperationCanceledException;

    private static IResult AnswerFor(HttpContext context, Exception exception)
    {
        bool isPage = PageRequest.IsPage(context.Request);
        return exception switch
        {
            DatabaseUnavailableException when isPage => Notices.DatabaseAway(context, PathOf(context)),
            DatabaseUnavailableException => ApiProblems.DatabaseAway(context),
            BadHttpRequestException bad => ApiProblems.Status(bad.StatusCode, "The request cannot be read."),
            _ when isPage => Notices.Error(),
            _ => ApiProblems.Status(StatusCodes.Status500InternalServerError, "The server failed; its log says why."),
        };
    }

    /// <summary>The address that was asked for, to try again; only a GET can be tried again.</summary>
    private static string PathOf(HttpContext context)
    {
        string? path = context.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        return HttpMethods.IsGet(context.Request.Method) ? LocalAddress.OrHome(path) : LocalAddress.Home;
    }
}
