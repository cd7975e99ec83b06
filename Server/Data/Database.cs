using System.Net.Sockets;
using Npgsql;

namespace Supervision.Server.Data;

/// <summary>
/// The pool of connections and what is known of the database's state. <see cref="DatabaseHost"/> alone connects it and changes
/// its state for the better; any repository may find it lost. Thread-safe.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly Lock gate = new();
    private NpgsqlDataSource? source;
    private TaskCompletionSource available = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal DatabaseState State { get; private set; } = DatabaseState.Starting;

    /// <summary>Why it is not available, for an administrator; empty when it is.</summary>
    internal string Reason { get; private set; } = "starting";

    /// <summary>An open connection that the caller disposes.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is starting, away, or refused the connection.</exception>
    internal async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        NpgsqlDataSource current = State == DatabaseState.Available && source is { } known
            ? known
            : throw new DatabaseUnavailableException(Reason);
        try
        {
            return await current.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception e) when (IsAbsence(e))
        {
            MarkUnavailable(e.Message);
            throw new DatabaseUnavailableException(e.Message, e);
        }
    }

    /// <summary>Runs <paramref name="work"/> on a connection; a connection lost on the way is told like one that never opened.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    internal async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await OpenAsync(cancellationToken);
        try
        {
            return await work(connection, cancellationToken);
        }
        catch (Exception e) when (IsAbsence(e))
        {
            MarkUnavailable(e.Message);
            throw new DatabaseUnavailableException(e.Message, e);
        }
    }

    /// <summary>Completes when the database can be asked.</summary>
    internal Task WhenAvailableAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return available.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when the database is found lost.</summary>
    internal Task WhenLostAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return lost.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The database answers and its schema is the newest.</summary>
    internal void MarkAvailable(NpgsqlDataSource connected)
    {
        lock (gate)
        {
            source = connected;
            State = DatabaseState.Available;
            Reason = "";
            if (lost.Task.IsCompleted)
            {
                lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            available.TrySetResult();
        }
    }

    /// <summary>The database does not answer.</summary>
    internal void MarkUnavailable(string reason)
    {
        lock (gate)
        {
            State = DatabaseState.Unavailable;
            Reason = reason;
            if (available.Task.IsCompleted)
            {
                available = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            lost.TrySetResult();
        }
    }

    /// <summary>
    /// True for what means "no database now", false for what is wrong with the statement or its values. A broken stream comes inside an
    /// <see cref="NpgsqlException"/>; an <see cref="IOException"/> by itself is of some file of ours.
    /// </summary>
    internal static bool IsAbsence(Exception e) => e switch
    {
        DatabaseUnavailableException or SocketException or TimeoutException => true,
        // 08 connection, 53 resources, 57P operator's shutdown, 58 system error, 25006 standby, 3D000 no such database, 28 credentials.
        PostgresException p => p.SqlState is { } state
            && (state.StartsWith("08", StringComparison.Ordinal)
                || state.StartsWith("53", StringComparison.Ordinal)
                || state.StartsWith("57P", StringComparison.Ordinal)
                || state.StartsWith("58", StringComparison.Ordinal)
                || state.StartsWith("28", StringComparison.Ordinal)
                || state is "25006" or "3D000"),
        NpgsqlException => true,
        _ => false,
    };

    public async ValueTask DisposeAsync()
    {
        if (source is { } open)
        {
            await open.DisposeAsync();
        }
    }
}
