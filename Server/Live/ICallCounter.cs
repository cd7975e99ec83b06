namespace Supervision.Server.Live;

/// <summary>Counts calls in the durable record, for the figures on top of the wall-board.</summary>
internal interface ICallCounter
{
    /// <summary>Calls begun at or after <paramref name="since"/>, as far as the record knows; live ones may or may not be in it yet.</summary>
    Task<int> CountSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
