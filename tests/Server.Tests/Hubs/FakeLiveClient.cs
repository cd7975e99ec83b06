using System.Threading.Channels;
using Supervision.Server.Hubs;

namespace Supervision.Server.Tests.Hubs;

/// <summary>A browser that takes messages as fast, or as slowly, as the test lets it.</summary>
internal sealed class FakeLiveClient : ILiveClient
{
    private readonly Channel<(string Method, object Argument)> _sent = Channel.CreateUnbounded<(string, object)>();

    /// <summary>Completed: quick. A test that replaces it makes the browser slow until it completes.</summary>
    internal Task Readiness { get; set; } = Task.CompletedTask;

    internal bool IsAllowed { get; set; } = true;

    internal TaskCompletionSource Aborted { get; } = new();

    public async Task SendAsync(string method, object argument, CancellationToken cancellationToken)
    {
        _sent.Writer.TryWrite((method, argument));
        await Readiness.WaitAsync(cancellationToken);
    }

    public Task<bool> IsAllowedAsync(CancellationToken cancellationToken) => Task.FromResult(IsAllowed);

    public void Abort() => Aborted.TrySetResult();

    /// <summary>The next message of one method; others on the way are passed over.</summary>
    internal async Task<T> NextAsync<T>(string method)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            (string name, object argument) = await _sent.Reader.ReadAsync(patience.Token);
            if (name == method)
            {
                return Assert.IsType<T>(argument);
            }
        }
    }

    internal async Task<(string Method, object Argument)> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        return await _sent.Reader.ReadAsync(patience.Token);
    }

    internal bool TryNext(out (string Method, object Argument) message) => _sent.Reader.TryRead(out message);
}
