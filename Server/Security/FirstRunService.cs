using System.Globalization;
using System.Text;
using Supervision.Server.Data;
using Supervision.Server.Demo;
using Supervision.Shared;

namespace Supervision.Server.Security;

/// <summary>
/// Makes the first accounts when there are none, as soon as the database is there. Runs beside everything else: the start does not
/// wait for it.
/// </summary>
internal sealed partial class FirstRunService : BackgroundService, IHealthPart
{
    private const string AdministratorName = "admin";
    private const string TokenName = "first-run";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly IAccountStore accounts;
    private readonly Passwords passwords;
    private readonly TimeProvider time;
    private readonly ILogger<FirstRunService> logger;
    private readonly DemoSettings demonstration;
    private readonly AccountsSettings settings;
    private readonly FirstRunFile file;
    private volatile string failure = "";
    private volatile bool isDone;

    public FirstRunService(
        IAccountStore accounts,
        Passwords passwords,
        DataSettings data,
        DemoSettings demonstration,
        AccountsSettings settings,
        TimeProvider time,
        ILogger<FirstRunService> logger)
    {
        this.accounts = accounts;
        this.passwords = passwords;
        this.time = time;
        this.logger = logger;
        this.demonstration = demonstration;
        this.settings = settings;
        file = new FirstRunFile(data.FullDirectory);
    }

    public PartHealth Report() => new(
        "accounts",
        failure.Length == 0 ? PartState.Ok : PartState.Degraded,
        failure.Length > 0 ? failure : isDone ? "Accounts are ready." : "Accounts wait for the database.",
        new Dictionary<string, object>());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!isDone)
        {
            try
            {
                await accounts.WhenAvailableAsync(stoppingToken);
                bool areNew = await MakeFirstAccountsAsync(stoppingToken);
                failure = "";
                isDone = true;
                await PrintAsync(areNew, stoppingToken);
            }
            catch (DatabaseUnavailableException)
            {
                // Lost again between the two: wait for it anew.
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or Npgsql.PostgresException)
            {
                failure = "The first accounts cannot be made: " + e.Message;
                LogFailed(e.Message);
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    /// <summary>True when it made them.</summary>
    private async Task<bool> MakeFirstAccountsAsync(CancellationToken cancellationToken)
    {
        if ((await accounts.ListAsync(cancellationToken)).Count > 0)
        {
            file.Publish();
            return false;
        }

        List<Account> made = [];
        List<FirstRunAccount> told = [];
        foreach ((string userName, string displayName, string role, string? number) in Wanted())
        {
            string password = Passwords.Random();
            string hash = await passwords.HashAsync(password, cancellationToken);
            made.Add(AccountService.Build(userName, displayName, hash, [role], number, time));
            told.Add(new FirstRunAccount(userName, password, role));
        }

        string secret = TokenSecret.New();
        ApiToken token = TokenService.Build(
            new NewToken(TokenName, [Roles.Administrator], null), secret, made[0].Id, AdministratorName, time);
        await file.WritePendingAsync(new FirstRunContent(told[0], secret, told[1..]), cancellationToken);
        if (!await accounts.TryInsertFirstAsync(made, token, cancellationToken))
        {
            file.DropPending();
            return false;
        }

        file.Publish();
        LogMade(made.Count, file.FullPath);
        return true;
    }

    /// <summary>
    /// On the standard output and never in the log: logs are kept and sent around. So may an output be that is no terminal: there the
    /// passwords stand once, at the start that makes them.
    /// </summary>
    private async Task PrintAsync(bool areNew, CancellationToken cancellationToken)
    {
        if (!settings.PrintFirstRun || await file.ReadAsync(cancellationToken) is not { } told)
        {
            return;
        }

        if (!areNew && Console.IsOutputRedirected)
        {
            await Console.Out.WriteLineAsync($"  {file.FullPath}".AsMemory(), cancellationToken);
            return;
        }

        StringBuilder text = new();
        foreach (FirstRunAccount account in told.Demonstration.Prepend(told.Administrator))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {account.UserName} / {account.Password}   ({account.Role})");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  API: {told.ApiToken}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {file.FullPath}");
        await Console.Out.WriteAsync(text, cancellationToken);
    }

    private IEnumerable<(string UserName, string DisplayName, string Role, string? Number)> Wanted()
    {
        yield return (AdministratorName, "Administrateur", Roles.Administrator, null);
        if (demonstration.Enabled)
        {
            yield return ("superviseur", "Superviseur (démonstration)", Roles.Supervisor, null);
            yield return ("agent", "Agent (démonstration)", Roles.Agent, demonstration.AgentNumber);
            yield return ("police", "Police municipale (démonstration)", Roles.PoliceDesk, null);
        }
    }

    [LoggerMessage(EventId = 6010, Level = LogLevel.Information, Message = "{Count} first accounts made; their passwords are in {Path}")]
    private partial void LogMade(int count, string path);

    [LoggerMessage(EventId = 6011, Level = LogLevel.Error, Message = "The first accounts cannot be made: {Reason}")]
    private partial void LogFailed(string reason);
}
