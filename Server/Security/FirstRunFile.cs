using System.Text.Json;

namespace Supervision.Server.Security;

/// <summary>
/// <c>first-run.json</c>: the first accounts' passwords and the first token, for whoever installs the console. Written beside its
/// name before the accounts exist, renamed after, so that there are never accounts whose passwords nobody knows.
/// </summary>
internal sealed class FirstRunFile(string directory)
{
    private const string Name = "first-run.json";
    private const string PendingName = ".first-run.json.pending";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal string FullPath => Path.Combine(directory, Name);

    private string PendingPath => Path.Combine(directory, PendingName);

    internal async Task WritePendingAsync(FirstRunContent content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        await using FileStream file = PrivateFiles.CreateFile(PendingPath);
        await JsonSerializer.SerializeAsync(file, content, Json, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The accounts exist. Also mends a start that was cut off between the accounts and the renaming.</summary>
    internal void Publish()
    {
        if (File.Exists(PendingPath))
        {
            File.Move(PendingPath, FullPath, overwrite: true);
        }
    }

    /// <summary>Null when nobody left one, or it is not ours any more.</summary>
    internal async Task<FirstRunContent?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream file = File.OpenRead(FullPath);
            return await JsonSerializer.DeserializeAsync<FirstRunContent>(file, Json, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The accounts were made by somebody else.</summary>
    internal void DropPending() => File.Delete(PendingPath);
}

/// <summary>What is in <c>first-run.json</c>; a script reads it, names are fixed.</summary>
/// <param name="Administrator">The administrator.</param>
/// <param name="ApiToken">A token with the administrator's rights.</param>
/// <param name="Demonstration">Accounts to look around with; empty without demonstration.</param>
internal sealed record FirstRunContent(FirstRunAccount Administrator, string ApiToken, IReadOnlyList<FirstRunAccount> Demonstration);

/// <summary>A name and its password in clear, this once.</summary>
internal sealed record FirstRunAccount(string UserName, string Password, string Role);
