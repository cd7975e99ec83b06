using System.Net;
using System.Text;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;

namespace Supervision.Server.Tests.Api;

/// <summary>What is kept for good is named: a number, known or not, is not a name.</summary>
public sealed class EnumBodiesTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("incidents", "\"callId\":\"$id\",\"severity\":77", false)]
    [InlineData("incidents", "\"callId\":\"$id\",\"severity\":2", false)]
    [InlineData("incidents", "\"callId\":\"$id\",\"severity\":\"77\"", false)]
    [InlineData("incidents", "\"callId\":\"$id\",\"severity\":\"Serious\"", true)]
    [InlineData("incidents/$id/close", "\"outcome\":99", false)]
    [InlineData("incidents/$id/close", "\"outcome\":\"FalseAlarm\"", true)]
    [InlineData("alarms/$id/resolve", "\"outcome\":1", false)]
    [InlineData("alarms/$id/resolve", "\"outcome\":\"Confirmed\"", true)]
    public async Task Post_EnumAsNumberOrName_NamesOnly(string address, string body, bool isRead)
    {
        string id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D");
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using StringContent json = new($"{{{body}}}".Replace("$id", id, StringComparison.Ordinal), Encoding.UTF8, "application/json");

        using HttpResponseMessage answer = await supervisor.PostAsync(
            new Uri("/api/v1/" + address.Replace("$id", id, StringComparison.Ordinal), UriKind.Relative), json);

        Assert.Equal(isRead, answer.StatusCode != HttpStatusCode.BadRequest);
    }
}
