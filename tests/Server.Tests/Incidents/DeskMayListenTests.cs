using System.Security.Claims;
using Supervision.Grains.Incidents;
using Supervision.Server.Incidents;
using Supervision.Server.Security;
using Supervision.Server.Tests.Data;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Server.Tests.Incidents;

public sealed class DeskMayListenTests
{
    [Theory]
    [InlineData(Roles.PoliceDesk, true, true)]
    [InlineData(Roles.PoliceDesk, false, false)]
    [InlineData(Roles.Agent, true, false)]
    public async Task MayListenAsync_DeskAndAttachedOnly(string role, bool isAttached, bool expected)
    {
        CallSnapshot call = Samples.Call(CallId.New(TimeProvider.System), Samples.Morning);
        var attached = new AttachedCalls();
        if (isAttached)
        {
            attached.Replace(null, IncidentSamples.Of(call.Id, 1, Samples.Morning));
        }

        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test"));
        Assert.Equal(expected, await new DeskMayListen(attached).MayListenAsync(person, call, CancellationToken.None));
    }
}
