using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Alarms;
using Supervision.Grains.Calls;
using Supervision.Grains.Incidents;
using Supervision.Server.Data;
using Supervision.Server.Incidents;
using Supervision.Server.Journal;
using Supervision.Server.Tests.Live;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Server.Tests.Incidents;

/// <summary>Which alarms come to the desk, with real grains and no database.</summary>
public sealed class IncidentWatchTests : IAsyncLifetime, IDisposable
{
    private readonly LiveHouse _house = new();
    private readonly Database _away = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("watch-").FullName;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(90));
    private readonly IncidentGrain _incidents;
    private readonly IncidentWatch _watch;

    public IncidentWatchTests()
    {
        _away.MarkUnavailable("stopped");
        _incidents = new IncidentGrain(
            _house.Time, _house.Feed, _house.Journal, new IncidentNumbering("", at => at.Year), NullLogger<IncidentGrain>.Instance);
        var folder = new JournalFolder(_folder, _house.Time);
        var journal = new DiskJournal(folder, new JournalSettings(), _house.Time, NullLogger<DiskJournal>.Instance);
        var importer = new JournalImporter(folder, journal, _away, _house.Time, NullLogger<JournalImporter>.Instance);
        var settings = new IncidentsSettings();
        var restorer = new IncidentRestorer(
            folder, importer, new IncidentRepository(_away), _incidents, settings, new StartReading(_house.Time, NullLogger<StartReading>.Instance), NullLogger<IncidentRestorer>.Instance);
        _watch = new IncidentWatch(
            _house.Feed, _house.Directory, _incidents, restorer, new CallRepository(_away), settings, _house.Time, NullLogger<IncidentWatch>.Instance);
    }

    public async Task InitializeAsync()
    {
        await _watch.StartAsync(CancellationToken.None);
        while (_house.Feed.SubscriberCount == 0)
        {
            await Task.Delay(10, _patience.Token);
        }
    }

    public async Task DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        await _house.DisposeAsync();
        await _away.DisposeAsync();
    }

    public void Dispose()
    {
        _watch.Dispose();
        _patience.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(AlarmCategory.DeathThreat)]
    [InlineData(AlarmCategory.Weapon)]
    [InlineData(AlarmCategory.Emergency)]
    [InlineData(AlarmCategory.HelpRequested)]
    public async Task CriticalOfANamedCategory_OpensAtOnceWithItsCaller(AlarmCategory category)
    {
        CallGrain call = await _house.StartCallAsync();
        await ReportAsync(call.Id, category, AlarmSeverity.Critical);
        Incident incident = await FirstAsync();

        Assert.Equal((category, "0612345678", call.Id), (incident.Category, incident.Calls[0].CallerNumber, incident.Calls[0].CallId));
    }

    [Fact]
    public async Task OtherAlarms_OpenWhenTheyAreEscalated()
    {
        CallGrain call = await _house.StartCallAsync();
        await ReportAsync(call.Id, AlarmCategory.Threat, AlarmSeverity.Critical);
        Alarm alarm = await ReportAsync((await _house.StartCallAsync()).Id, AlarmCategory.Emergency, AlarmSeverity.Serious);
        _house.Feed.Publish(new AlarmUpdated(alarm with { EscalatedAt = _house.Time.GetUtcNow(), Revision = alarm.Revision + 1 }));
        Incident incident = await FirstAsync();

        Assert.Equal(alarm.CallId, incident.Calls[0].CallId);
        Assert.Contains(incident.Steps, step => step is { Kind: IncidentStepKind.Escalated, By: null });
        Assert.Single((await _incidents.GetOpenAsync(_patience.Token)).Incidents);
    }

    [Fact]
    public async Task EscalatedAfterTheCall_DatabaseAway_StillHasItsCaller()
    {
        CallGrain call = await _house.StartCallAsync();
        Alarm alarm = await ReportAsync(call.Id, AlarmCategory.Threat, AlarmSeverity.Serious);
        await call.GetSnapshotAsync(_patience.Token);
        _house.Feed.Publish(new CallEnded((await call.GetSnapshotAsync(_patience.Token)) with { State = CallState.Ended, OpenAlarms = [alarm.Id] }));
        await call.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), _patience.Token);
        _house.Feed.Publish(new AlarmUpdated(alarm with { EscalatedAt = _house.Time.GetUtcNow(), Revision = 9 }));

        Assert.Equal("0612345678", (await FirstAsync()).Calls[0].CallerNumber);
    }

    [Fact]
    public async Task EscalatedBeforeTheStart_WaitsUntilItsIncidentMayBeBack()
    {
        Alarm old = Tests.Data.Samples.Alarm(CallId.New(_house.Time), AlarmId.New(_house.Time), 3, AlarmState.Raised) with
        {
            RaisedAt = _house.Time.GetUtcNow().AddHours(-1),
            EscalatedAt = _house.Time.GetUtcNow().AddHours(-1),
        };
        _house.Feed.Publish(new AlarmUpdated(old));
        CallGrain call = await _house.StartCallAsync();
        await ReportAsync(call.Id, AlarmCategory.Emergency, AlarmSeverity.Critical);

        Assert.Equal(call.Id, (await FirstAsync()).Calls[0].CallId);
        Assert.Single((await _incidents.GetOpenAsync(_patience.Token)).Incidents);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("Weapon, Threat", 0)]
    [InlineData("Weapon,Knife,Bomb", 2)]
    [InlineData("8", 1)]
    public void Settings_OpenFor_NamesOnly(string openFor, int errors) =>
        Assert.Equal(errors, new IncidentsSettings { OpenFor = openFor }.Errors().Count());

    [Theory]
    [InlineData("NORD", 0)]
    [InlineData("n", 1)]
    [InlineData("NORDS", 1)]
    public void Settings_Series_FourCapitals(string series, int errors) =>
        Assert.Equal(errors, new IncidentsSettings { Series = series }.Errors().Count());

    private Task<Alarm> ReportAsync(CallId call, AlarmCategory category, AlarmSeverity severity) => _house.Directory.Alarms.ReportAsync(
        new AlarmReport(call, category, severity, new AlarmReason("test", "", Lane.Caller, 0, "1", null, null)), _patience.Token);

    private async Task<Incident> FirstAsync()
    {
        while (true)
        {
            if ((await _incidents.GetOpenAsync(_patience.Token)).Incidents is [{ } first, ..])
            {
                return first;
            }

            await Task.Delay(10, _patience.Token);
        }
    }
}
