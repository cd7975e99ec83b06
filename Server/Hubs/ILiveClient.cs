namespace Supervision.Server.Hubs;

/// <summary>One connection as its pump sees it.</summary>
internal interface ILiveClient
{
    /// <summary>Completes when the message is on its way: as late as the browser is slow.</summary>
    Task SendAsync(string method, object argument, CancellationToken cancellationToken);

    /// <summary>False when the session behind the connection has ended.</summary>
    Task<bool> IsAllowedAsync(CancellationToken cancellationToken);

    /// <summary>Cuts the connection.</summary>
    void Abort();
}
