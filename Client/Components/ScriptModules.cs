using Microsoft.JSInterop;

namespace Supervision.Client.Components;

/// <summary>Loads the script modules of this library. One per circuit; used on the circuit's own thread.</summary>
internal sealed class ScriptModules(IJSRuntime js)
{
    private const string Root = "./_content/Supervision.Client/";

    /// <param name="file">Name under <c>wwwroot</c>, for instance <c>live.js</c>.</param>
    internal ValueTask<IJSObjectReference> LoadAsync(string file, CancellationToken cancellationToken) =>
        js.InvokeAsync<IJSObjectReference>("import", cancellationToken, Root + file);

    /// <summary>Calls a last function and lets go of an object; a circuit that is gone has nothing left to stop.</summary>
    internal static async ValueTask StopAsync(IJSObjectReference? module, string function, params object?[] args)
    {
        if (module is null)
        {
            return;
        }

        try
        {
            await module.InvokeVoidAsync(function, args);
            await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
        }
        catch (OperationCanceledException)
        {
        }
    }
}
