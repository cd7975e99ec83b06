using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Server.Api;
using Supervision.Server.Security;

namespace Supervision.Server.Listening;

/// <summary><c>/hubs/listen?ticket=</c>: the web socket on which one person hears one call.</summary>
internal sealed partial class ListeningEndpoint(
    IGrainDirectory grains,
    CallTaps taps,
    ListeningTickets tickets,
    ListeningDesk desk,
    ListeningRegister register,
    ListeningSettings settings,
    ListeningCounters counters,
    ILiveFeed feed,
    SessionValidator sessions,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ListeningEndpoint> logger)
{
    internal const string Path = "/hubs/listen";

    /// <summary>A browser whose network went away is noticed within this time, and the mark goes.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = logger;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        IApplicationBuilder pipeline = routes.CreateApplicationBuilder();
        pipeline.UseWebSockets(new WebSocketOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        pipeline.Run(context => context.RequestServices.GetRequiredService<ListeningEndpoint>().ServeAsync(context));
        routes.Map(Path, pipeline.Build()).RequireAuthorization().WithDisplayName(Path).ExcludeFromDescription();
    }

    private async Task ServeAsync(HttpContext context)
    {
        IResult? refusal = null;
        if (!context.WebSockets.IsWebSocketRequest || !SameOrigin.IsFromHere(context.Request))
        {
            refusal = ApiProblems.Refused("A web socket from this site is expected here.");
        }
        else if (!tickets.TryUse(context.Request.Query["ticket"].ToString(), context.User.Identity?.Name, out ListeningTicket? ticket))
        {
            refusal = ApiProblems.Status(StatusCodes.Status403Forbidden, "The ticket is not yours, was used, or has expired: ask again.");
        }
        else if (!grains.TryGetLiveCall(ticket.CallId, out ICallGrain? grain) || !taps.TryGet(ticket.CallId, out CallTap? tap))
        {
            refusal = ApiProblems.Conflict("The call is over.");
        }
        else if (!counters.TryEnter(settings.MaxListeners))
        {
            refusal = ApiProblems.Conflict("As many people as may listen do so already.");
        }
        else
        {
            await ServeAsync(context, ticket, grain, tap);
        }

        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
        }
    }

    /// <summary>Enters and leaves; whoever comes here is counted.</summary>
    private async Task ServeAsync(HttpContext context, ListeningTicket ticket, ICallGrain grain, CallTap tap)
    {
        try
        {
            Actor actor = context.Actor();
            string displayName = context.User.FindFirstValue(ClaimNames.DisplayName) ?? actor.Name;
            (ListenAnswer answer, Guid id) =
                await register.BeginAsync(grain, ticket.CallId, actor, displayName, ticket.Reason, context.RequestAborted);
            if (answer != ListenAnswer.Allowed)
            {
                await ApiProblems.Conflict(answer switch
                {
                    ListenAnswer.Refused => "The person refused to be recorded: nobody listens to this call.",
                    ListenAnswer.Private => "This is a private line: nobody listens to it.",
                    _ => "The call is over.",
                }).ExecuteAsync(context);
                return;
            }

            ListeningEnd end = ListeningEnd.Failed;
            try
            {
                end = await ListenAsync(context, ticket, grain, tap);
            }
            finally
            {
                await register.EndAsync(grain, ticket.CallId, id, actor, end);
            }
        }
        finally
        {
            counters.Leave();
        }
    }

    private async Task<ListeningEnd> ListenAsync(HttpContext context, ListeningTicket ticket, ICallGrain grain, CallTap tap)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        var ear = new Ear(counters);
        if (!tap.TryAdd(ear, settings.MaxPerCall))
        {
            ear.Close();
        }

        try
        {
            DateTimeOffset? expires = (await context.AuthenticateAsync()).Properties?.ExpiresUtc;
            using var session = new ListeningSession(
                socket, ticket.CallId, grain, feed,
                async (call, cancel) => !(expires <= time.GetUtcNow())
                    && await sessions.IsValidAsync(context.User, cancel)
                    && await desk.MayListenAsync(context.User, call, cancel),
                time);
            return await session.RunAsync(ear, lifetime.ApplicationStopping, context.RequestAborted);
        }
#pragma warning disable CA1031 // One listener's fault is no other's: it is logged, kept as the reason, and she may ask again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(e, ticket.CallId);
            return ListeningEnd.Failed;
        }
        finally
        {
            tap.Remove(ear);
        }
    }

    [LoggerMessage(EventId = 5050, Level = LogLevel.Error, Message = "A listening to call {CallId} failed and is closed")]
    private partial void LogFault(Exception exception, Shared.CallId callId);
}
