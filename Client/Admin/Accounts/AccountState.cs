namespace Supervision.Client.Admin.Accounts;

/// <summary>Whether somebody can sign in.</summary>
public enum AccountState
{
    Active,

    /// <summary>For a while, after wrong passwords.</summary>
    Locked,

    /// <summary>Until an administrator enables it.</summary>
    Disabled,
}
