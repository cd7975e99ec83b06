using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Tests;

/// <summary>A record of alarms that holds what the test puts in, and notes the last question.</summary>
internal sealed class FakeAlarmArchive : IAlarmArchive
{
    internal List<AlarmListItem> Items { get; } = [];

    internal Dictionary<AlarmId, IReadOnlyList<AlarmStep>> Steps { get; } = [];

    internal AlarmFigures Figures { get; set; } = new(0, 0, 0, 0, 0, null);

    internal AlarmQuery? LastQuery { get; private set; }

    internal Exception? Fault { get; set; }

    public Task<AlarmPage> SearchAsync(AlarmQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        return Fault is null ? Task.FromResult(new AlarmPage([.. Items], Items.Count)) : Task.FromException<AlarmPage>(Fault);
    }

    public Task<AlarmFigures> GetFiguresAsync(AlarmQuery query, CancellationToken cancellationToken) => Task.FromResult(Figures);

    public Task<Alarm?> GetAsync(AlarmId id, CancellationToken cancellationToken) =>
        Task.FromResult(Items.Select(item => item.Alarm).FirstOrDefault(alarm => alarm.Id == id));

    public Task<IReadOnlyList<AlarmStep>> GetStepsAsync(AlarmId id, CancellationToken cancellationToken) =>
        Task.FromResult(Steps.GetValueOrDefault(id, []));
}
