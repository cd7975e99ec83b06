using Supervision.Client.Services;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Tests;

/// <summary>A book in memory; <see cref="Elsewhere"/> plays a second administrator.</summary>
internal sealed class FakeAdviceBook : IAdviceBook
{
    private readonly List<Advice> _versions = [new Advice(AlarmCategory.Threat, "Texte d'origine.", 0, null, null)];

    public Task<IReadOnlyList<Advice>> GetAllAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Advice>>([_versions[^1]]);

    public Task<IReadOnlyList<Advice>> GetHistoryAsync(AlarmCategory category, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Advice>>([.. Enumerable.Reverse(_versions)]);

    public Task<Advice?> SaveAsync(AlarmCategory category, string text, int basedOn, CancellationToken cancellationToken)
    {
        if (basedOn != _versions[^1].Version)
        {
            return Task.FromResult<Advice?>(null);
        }

        Elsewhere(text);
        return Task.FromResult<Advice?>(_versions[^1]);
    }

    internal void Elsewhere(string text) =>
        _versions.Add(new Advice(AlarmCategory.Threat, text, _versions.Count, "admin", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)));
}
