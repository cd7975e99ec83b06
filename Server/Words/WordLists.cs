using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Supervision.Client.Services;
using Supervision.Grains.Rules;
using Supervision.Server.Security;
using Supervision.Shared.Words;

namespace Supervision.Server.Words;

/// <summary>Word lists in the name of whoever is signed in, for screens. Each act asks again whether she may. One a scope.</summary>
internal sealed class WordLists(WordListService service, AuthenticationStateProvider state, IAuthorizationService authorization) : IWordLists
{
    public async Task<WordListState> GetAsync(CancellationToken cancellationToken)
    {
        await DemandAsync(Policies.Supervise);
        return await service.GetAsync(cancellationToken);
    }

    public async Task<string?> GetTextAsync(int number, CancellationToken cancellationToken)
    {
        await DemandAsync(Policies.Supervise);
        return await service.GetTextAsync(number, cancellationToken);
    }

    public async Task<IReadOnlyList<WordListLine>> ReadAsync(string text, CancellationToken cancellationToken)
    {
        await DemandAsync(Policies.Supervise);
        return WordListReader.Read(text).Lines;
    }

    public WordListLine ReadLine(string text) => WordListReader.ReadLine(text, 1);

    public async Task<WordTrial?> TryAsync(string? listText, string sentence, CancellationToken cancellationToken)
    {
        await DemandAsync(Policies.Supervise);
        return service.Try(listText, sentence);
    }

    public async Task<WordListDraft?> SaveDraftAsync(string text, int revision, CancellationToken cancellationToken)
    {
        Actor actor = await DemandAsync(Policies.Administer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, WordListService.MaxTextChars, nameof(text));
        return await service.SaveDraftAsync(text, revision, actor.Name, cancellationToken);
    }

    public async Task<bool> DiscardDraftAsync(int revision, CancellationToken cancellationToken)
    {
        await DemandAsync(Policies.Administer);
        return await service.DiscardDraftAsync(revision, cancellationToken);
    }

    public async Task<WordListVersion?> PublishAsync(int revision, string comment, CancellationToken cancellationToken)
    {
        Actor actor = await DemandAsync(Policies.Administer);
        return (await service.PublishAsync(revision, comment, actor, cancellationToken)).Version;
    }

    public async Task<WordListVersion?> RestoreAsync(int number, string comment, CancellationToken cancellationToken)
    {
        Actor actor = await DemandAsync(Policies.Administer);
        return (await service.RestoreAsync(number, comment, actor, cancellationToken)).Version;
    }

    private async Task<Actor> DemandAsync(string policy)
    {
        ClaimsPrincipal user = (await state.GetAuthenticationStateAsync()).User;
        bool isAllowed = (await authorization.AuthorizeAsync(user, policy)).Succeeded;
        return isAllowed && user.Identity?.Name is { } name
            ? new Actor(name, null)
            : throw new UnauthorizedAccessException("Only supervisors and administrators read word lists, only administrators change them.");
    }
}
