using System.Net;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Shared.Calls;

namespace Supervision.Server.Tests.Api;

/// <summary>A file that should not be there any more is not served because it is.</summary>
public sealed class RefusedRecordingApiTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData(RecordingState.Refused, "recording.wav")]
    [InlineData(RecordingState.Refused, "peaks")]
    [InlineData(RecordingState.Private, "recording.wav")]
    [InlineData(RecordingState.Private, "peaks")]
    public async Task Get_RefusedCallWhoseFileIsStillThere_NotFound(RecordingState state, string what)
    {
        CallSnapshot call = console.Calls.Add("201", isLive: false, TimeProvider.System);
        console.Calls.Ended[call.Id] = call with { Recording = state };
        console.Recordings.Calls.Add(call.Id);
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpResponseMessage answer = await supervisor.GetAsync(new Uri($"/api/v1/calls/{call.Id}/{what}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
