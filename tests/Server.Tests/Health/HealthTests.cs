using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Server.Health;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Testing;

namespace Supervision.Server.Tests.Health;

public sealed class HealthTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("sip", PartState.Ok, "ok")]
    [InlineData("sip", PartState.Degraded, "degraded")]
    [InlineData("sip", PartState.Failed, "failed")]
    [InlineData("rtp", PartState.Failed, "failed")]
    [InlineData("recorder", PartState.Failed, "failed")]
    [InlineData("database", PartState.Failed, "degraded")]
    [InlineData("speech", PartState.Failed, "degraded")]
    public void Report_OnePart_FailedOnlyWhenCallsAreNotRecorded(string part, PartState state, string expected) =>
        Assert.Equal(expected, Reporter(Part(part, state)).Report().Status);

    [Fact]
    public void Report_PartThrows_FailedAndTheOthersHeard()
    {
        HealthReport report = Reporter(new Broken(), Part("sip", PartState.Ok)).Report();

        Assert.Equal("degraded", report.Status);
        Assert.Equal([PartState.Failed, PartState.Ok], report.Parts.Select(part => part.State));
    }

    [Fact]
    public void Report_Figures_SummedAndModelsNamed()
    {
        HealthReport report = Reporter(
            Part("speech", PartState.Ok, ("framesDropped", 3L)),
            Part("calls", PartState.Ok, ("analysisFramesDropped", 4)),
            Part("speech-model", PartState.Ok, ("name", "demonstration"), ("version", "1"))).Report();

        Assert.Equal(7, report.FramesDropped);
        Assert.Equal("demonstration", report.Models["speech-model"]["name"]);
        Assert.NotEqual("unknown", report.Version);
    }

    [Fact]
    public async Task Get_Anonymous_StatusAndNothingMore()
    {
        using HttpClient client = console.Anonymous();

        Assert.Equal("{\"status\":\"ok\"}", await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task Get_WrongToken_StatusAndNothingMore()
    {
        using HttpClient client = console.Anonymous();
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", TokenSecret.New());

        Assert.Equal("{\"status\":\"ok\"}", await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task Get_TokenAndFailedPart_503AndAllOfIt()
    {
        using HttpClient client = console.Program(Roles.Supervisor);
        console.Parts.Add(new PartHealth("recorder", PartState.Failed, "The disk is full.", new Dictionary<string, object> { ["live"] = 2 }));
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
            using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            JsonElement part = body.RootElement.GetProperty("parts")[0];

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("failed", body.RootElement.GetProperty("status").GetString());
            Assert.Equal("Failed", part.GetProperty("state").GetString());
            Assert.Equal(2, part.GetProperty("figures").GetProperty("live").GetInt32());
        }
        finally
        {
            console.Parts.Clear();
        }
    }

    private static HealthReporter Reporter(params IHealthPart[] parts) =>
        new(parts, new FakeCalls(), new ManualTimeProvider(), NullLogger<HealthReporter>.Instance);

    private static Fixed Part(string name, PartState state, params (string Name, object Value)[] figures) =>
        new(new PartHealth(name, state, "", figures.ToDictionary(figure => figure.Name, figure => figure.Value)));

    private sealed class Fixed(PartHealth health) : IHealthPart
    {
        public PartHealth Report() => health;
    }

    private sealed class Broken : IHealthPart
    {
        public PartHealth Report() => throw new InvalidOperationException("test");
    }
}
