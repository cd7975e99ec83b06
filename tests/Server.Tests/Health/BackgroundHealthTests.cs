using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Supervision.Server.Data;
using Supervision.Server.Health;
using Supervision.Shared;

namespace Supervision.Server.Tests.Health;

public sealed class BackgroundHealthTests
{
    [Fact]
    public async Task Report_PartEndedByAFault_FailedAndTheServerGoesOn()
    {
        using IHost host = new HostBuilder()
            .ConfigureServices(services => services
                .AddHealth()
                .AddSingleton(TimeProvider.System)
                .AddSingleton<Database>()
                .AddSingleton<StartReading>()
                .AddSingleton<AlarmRepository>()
                .AddSingleton<IncidentRepository>()
                .AddHostedService<Steady>()
                .AddHostedService<Broken>())
            .Build();
        await host.StartAsync();
        IHealthPart part = Assert.Single(host.Services.GetServices<IHealthPart>());
        Assert.Equal(PartState.Ok, part.Report().State);
        Broken broken = host.Services.GetServices<IHostedService>().OfType<Broken>().Single();
        broken.Break();
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken.ExecuteTask!);
        PartHealth told = part.Report();
        Assert.Equal(("background", PartState.Failed, 1), (told.Part, told.State, told.Figures["stopped"]));
        Assert.Contains(nameof(Broken), told.Detail, StringComparison.Ordinal);
        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await host.StopAsync();
    }

    private sealed class Steady : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
    }

    private sealed class Broken : BackgroundService
    {
        private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Break() => _broken.SetException(new InvalidOperationException("one damaged row"));

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => _broken.Task;
    }
}
