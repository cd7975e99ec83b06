namespace Supervision.EndToEnd.Harness;

/// <summary>What the server wrote into first-run.json.</summary>
internal sealed record FirstRun(FirstRunAccount Administrator, string ApiToken);

/// <summary>A name and its first password.</summary>
internal sealed record FirstRunAccount(string UserName, string Password);
