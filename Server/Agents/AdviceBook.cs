using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Supervision.Client.Services;
using Supervision.Server.Security;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Agents;

/// <summary>The advice as an administrator edits it. One a scope.</summary>
internal sealed class AdviceBook(AdviceShelf shelf, AdviceStore store, IAccessLog accessLog, AuthenticationStateProvider state, TimeProvider time) : IAdviceBook
{
    private const int MaxTextLength = 4000;

    public Task<IReadOnlyList<Advice>> GetAllAsync(CancellationToken cancellationToken) => shelf.GetAllAsync(cancellationToken);

    public async Task<IReadOnlyList<Advice>> GetHistoryAsync(AlarmCategory category, CancellationToken cancellationToken) =>
        [.. (await store.GetHistoryAsync(category, cancellationToken)).Select(DefaultAdvice.Shown), DefaultAdvice.Of(category)];

    /// <inheritdoc/>
    /// <exception cref="UnauthorizedAccessException">Not an administrator.</exception>
    public async Task<Advice?> SaveAsync(AlarmCategory category, string text, int basedOn, CancellationToken cancellationToken)
    {
        ClaimsPrincipal user = (await state.GetAuthenticationStateAsync()).User;
        if (!user.IsInRole(Roles.Administrator) || user.Identity?.Name is not { } name)
        {
            throw new UnauthorizedAccessException("Only administrators edit the advice.");
        }

        string clean = Clean(text);
        var advice = new Advice(category, clean, basedOn + 1, name, time.GetUtcNow());
        if (!await store.TryInsertAsync(advice, cancellationToken))
        {
            return null;
        }

        await accessLog.WriteAsync(
            new AccessEntry(advice.EditedAt!.Value, name, AccessActions.AdviceChanged, null, $"{category} {advice.Version}", null), cancellationToken);
        await shelf.GetAllAsync(cancellationToken);
        return DefaultAdvice.Shown(advice);
    }

    /// <summary>One instruction a line, none of them empty; U+0000 cannot be kept.</summary>
    private static string Clean(string text)
    {
        string[] lines = text.Replace('\0', ' ').Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string whole = string.Join('\n', lines);
        return whole.Length > MaxTextLength ? whole[..MaxTextLength] : whole;
    }
}
