using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>An act that is asked about before it is done.</summary>
/// <param name="Title">The question.</param>
/// <param name="About">What will happen.</param>
/// <param name="Submit">Words of the button that does it.</param>
/// <param name="Act">Does it.</param>
public sealed record Confirmation(string Title, string About, string Submit, Func<Task<IReadOnlyList<AccountFault>>> Act);
