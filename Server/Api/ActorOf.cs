using Supervision.Server.Security;

namespace Supervision.Server.Api;

/// <summary>Reads who acts from a request.</summary>
internal static class ActorOf
{
    internal static Actor Actor(this HttpContext context) => new(
        context.User.Identity?.Name ?? throw new InvalidOperationException("An endpoint that acts for somebody let nobody in."),
        context.Connection.RemoteIpAddress?.ToString());
}
