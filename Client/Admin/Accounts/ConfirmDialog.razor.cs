namespace Supervision.Client.Admin.Accounts;

/// <summary>Asks before an account is disabled or a token revoked.</summary>
public sealed partial class ConfirmDialog : AccountActDialog<Confirmation>;
