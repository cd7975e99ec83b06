namespace Supervision.Client.Admin.Accounts;

/// <summary>A password or a token that is shown this once.</summary>
/// <param name="Title">What was done.</param>
/// <param name="About">Whose it is and what to do with it.</param>
/// <param name="Label">What it is.</param>
/// <param name="Value">The secret.</param>
/// <param name="Rule">What the next one must look like; null where there is none.</param>
public sealed record ShownSecret(string Title, string About, string Label, string Value, string? Rule);
