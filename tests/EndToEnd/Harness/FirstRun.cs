namespace Supervision.EndToEnd.Harness;

/// <summary>What the server wrote into first-run.json.</summary>
internal sealed record FirstRun(string AdministratorUserName, string AdministratorPassword, string ApiToken);
