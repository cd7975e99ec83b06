using Supervision.Client.Services;

namespace Supervision.Client.Tests;

/// <summary>A desk that answers as the test says and notes what was asked.</summary>
internal sealed class FakeListeningDesk : IListeningDesk
{
    public IReadOnlyList<string> Purposes { get; set; } = ["Protection de l’agent", "Formation"];

    internal ListenAdmission Answer { get; set; } = new(null, "ticket-1");

    internal List<ListenRequest> Asked { get; } = [];

    public Task<ListenAdmission> AskAsync(ListenRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return Task.FromResult(Answer);
    }
}
