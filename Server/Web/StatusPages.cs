using Microsoft.AspNetCore.Diagnostics;
using Supervision.Server.Api;
using Supervision.Server.Security;

namespace Supervision.Server.Web;

/// <summary>Gives a body to an answer that has only a status: a page for a person, problem details for a program.</summary>
internal static class StatusPages
{
    internal static async Task AnswerAsync(StatusCodeContext status)
    {
        HttpContext context = status.HttpContext;
        int code = context.Response.StatusCode;
        if (PageRequest.IsPage(context.Request))
        {
            IResult page = code switch
            {
                // Who has no wall-board is led to the page that is hers, and never round in a circle.
                StatusCodes.Status403Forbidden when context.Request.Path == HomePages.WallBoard => Results.LocalRedirect(HomePages.Of(context.User)),
                StatusCodes.Status403Forbidden => Notices.Denied(),
                StatusCodes.Status404NotFound => Notices.NotFound(),
                StatusCodes.Status503ServiceUnavailable => Notices.DatabaseAway(context, LocalAddress.OrHome(context.Request.Path)),
                _ => ApiProblems.Status(code, ""),
            };
            await page.ExecuteAsync(context);
        }
        else if (!HttpMethods.IsHead(context.Request.Method))
        {
            await ApiProblems.Status(code, Detail(code)).ExecuteAsync(context);
        }
    }

    private static string Detail(int code) => code switch
    {
        StatusCodes.Status400BadRequest => "A parameter or the body cannot be read; /openapi/v1.json describes them.",
        StatusCodes.Status401Unauthorized => "Sign in, or send an API token.",
        StatusCodes.Status403Forbidden => "Your account or token may not do this.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status503ServiceUnavailable => "The database is not available; calls go on being recorded.",
        _ => "",
    };
}
