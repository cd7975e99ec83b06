using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Client.Services;
using Supervision.Grains.Calls;
using Supervision.Server.Listening;
using Supervision.Server.Security;
using Supervision.Server.Tests.Live;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Tests.Security;

/// <summary>Whoever leaves the page in the middle of an act has done it all the same: it is in the access log.</summary>
public sealed class LeftHalfWayTests(TestConsole console) : IClassFixture<TestConsole>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _leaving = new();

    public void Dispose()
    {
        console.Calls.Acting = null;
        console.Journal.Appended = null;
        _leaving.Dispose();
    }

    [Theory]
    [InlineData("pause", AccessActions.PauseRecording)]
    [InlineData("resume", AccessActions.ResumeRecording)]
    [InlineData("refuse", AccessActions.RefuseRecording)]
    public async Task RecordingApi_RequestIsAborted_IsLogged(string act, string action)
    {
        using var patience = new CancellationTokenSource(Patience);
        CallSnapshot call = console.Calls.Add("201", isLive: true, TimeProvider.System);
        using HttpClient program = console.Program(Roles.Supervisor);
        console.Calls.Acting = async () =>
        {
            CancellationToken aborted = console.Services.GetRequiredService<IHttpContextAccessor>().HttpContext!.RequestAborted;
            await _leaving.CancelAsync();
            await Task.Delay(Timeout.Infinite, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => program.PostAsync(new Uri($"/api/v1/calls/{call.Id}/recording/{act}", UriKind.Relative), null, _leaving.Token));

        while (!IsLogged(action, call.Id))
        {
            await Task.Delay(5, patience.Token);
        }
    }

    [Theory]
    [InlineData(true, AccessActions.PauseRecording)]
    [InlineData(false, AccessActions.ResumeRecording)]
    public async Task AgentDesk_CircuitIsLeft_IsLogged(bool isPaused, string action)
    {
        CallSnapshot call = console.Calls.Add("201", isLive: true, TimeProvider.System);
        await using AsyncServiceScope circuit = Circuit("agent");
        console.Calls.Acting = _leaving.CancelAsync;

        Assert.True(await circuit.ServiceProvider.GetRequiredService<IAgentDesk>().SetPausedAsync(call.Id, isPaused, _leaving.Token));

        Assert.True(IsLogged(action, call.Id));
    }

    [Fact]
    public async Task IncidentDesk_CircuitIsLeft_OpeningAndAttachingAreLogged()
    {
        CallSnapshot first = console.Calls.Add("201", isLive: true, TimeProvider.System);
        CallSnapshot second = console.Calls.Add("202", isLive: true, TimeProvider.System);
        await using AsyncServiceScope circuit = Circuit("claire");
        IIncidentDesk desk = circuit.ServiceProvider.GetRequiredService<IIncidentDesk>();
        using var leavingAgain = new CancellationTokenSource();

        console.Journal.Appended = _ => _leaving.Cancel();
        IncidentAnswer opened = await desk.OpenAsync(first.Id, AlarmCategory.Threat, AlarmSeverity.Serious, null, _leaving.Token);
        console.Journal.Appended = _ => leavingAgain.Cancel();
        IncidentAnswer attached = await desk.AttachAsync(opened.Incident!.Id, second.Id, leavingAgain.Token);

        Assert.Equal(2, attached.Incident!.Calls.Count);
        Assert.True(_leaving.IsCancellationRequested && leavingAgain.IsCancellationRequested);
        Assert.True(IsLogged(AccessActions.AttachToIncident, first.Id));
        Assert.True(IsLogged(AccessActions.AttachToIncident, second.Id));
    }

    [Fact]
    public async Task Listening_RequestIsAbortedWhileTheNameIsShown_TheNameHasAnEntryAndGoes()
    {
        await using var house = new LiveHouse();
        CallGrain call = await house.StartCallAsync();
        var register = new ListeningRegister(house.Journal, new ListeningCounters(), house.Time, NullLogger<ListeningRegister>.Instance);
        house.Journal.Appended = _ => _leaving.Cancel();

        (ListenAnswer answer, Guid id) = await register.BeginAsync(call, call.Id, new Actor("claire", null), "Claire", "Formation", _leaving.Token);

        Assert.True(_leaving.IsCancellationRequested);
        Assert.Equal(ListenAnswer.Allowed, answer);
        Assert.Equal(id, Assert.Single(house.Journal.Of<ListeningJournalled>()).ListeningId);
        await register.EndAsync(call, call.Id, id, new Actor("claire", null), ListeningEnd.Left);
        Assert.Empty((await call.GetSnapshotAsync(CancellationToken.None)).Listeners);
    }

    [Fact]
    public async Task Listening_EntryCannotBeKept_NoNameIsLeft()
    {
        await using var house = new LiveHouse();
        CallGrain call = await house.StartCallAsync();
        var register = new ListeningRegister(house.Journal, new ListeningCounters(), house.Time, NullLogger<ListeningRegister>.Instance);
        var actor = new Actor("claire", null);
        (_, Guid id) = await register.BeginAsync(call, call.Id, actor, "Claire", "Formation", CancellationToken.None);

        house.Journal.Appended = static entry =>
        {
            if (entry is ListeningJournalled)
            {
                throw new IOException("full");
            }
        };
        await Assert.ThrowsAsync<IOException>(() => register.EndAsync(call, call.Id, id, actor, ListeningEnd.Left));

        house.Journal.Appended = null;
        Assert.Empty((await call.GetSnapshotAsync(CancellationToken.None)).Listeners);
    }

    private bool IsLogged(string action, CallId call) => console.Accounts.Log.Any(entry => entry.Action == action && entry.CallId == call);

    private AsyncServiceScope Circuit(string userName)
    {
        AsyncServiceScope scope = console.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().SetCircuitUser(Principals.Of(console.Accounts.Get(userName)));
        return scope;
    }
}
