using Supervision.Shared.Calls;

namespace Supervision.Client.Listening;

/// <summary>Carries the wish to hear a call from whichever button to the page's panel. One per circuit; used on its thread.</summary>
internal sealed class ListenRequests
{
    /// <summary>The panel of the page; the last that came hears.</summary>
    internal Func<CallSnapshot, Task>? Panel { get; set; }

    internal Task AskAsync(CallSnapshot call) => Panel?.Invoke(call) ?? Task.CompletedTask;
}
