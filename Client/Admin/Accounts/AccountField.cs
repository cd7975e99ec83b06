namespace Supervision.Client.Admin.Accounts;

/// <summary>The field that a refusal is said beside.</summary>
public enum AccountField
{
    /// <summary>None: it is about the act.</summary>
    None,

    UserName,

    DisplayName,

    TokenName,

    Roles,

    AgentNumber,

    Password,
}
