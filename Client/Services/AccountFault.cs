namespace Supervision.Client.Services;

/// <summary>Why an act on an account or an API token was refused.</summary>
public enum AccountFault
{
    UserNameMalformed = 1,

    UserNameTaken = 2,

    /// <summary>None, or too long.</summary>
    DisplayNameLength = 3,

    /// <summary>No role, or one that there is not.</summary>
    RoleMissing = 4,

    /// <summary>An agent without number has no calls: screens ask for it, programs may leave it for later.</summary>
    AgentNumberMissing = 5,

    AgentNumberMalformed = 6,

    PasswordLength = 7,

    /// <summary>Contains the user name, or is made of too few characters.</summary>
    PasswordWeak = 8,

    /// <summary>The one given as the current one.</summary>
    PasswordWrong = 9,

    /// <summary>None, or too long.</summary>
    TokenNameLength = 10,

    /// <summary>The console must always have one who works.</summary>
    LastAdministrator = 11,

    /// <summary>Somebody else changed the account since it was read.</summary>
    ChangedMeanwhile = 12,

    /// <summary>No such account, or no such token in use.</summary>
    NotFound = 13,

    /// <summary>The account is locked or disabled.</summary>
    NotNow = 14,

    /// <summary>The database cannot be asked now.</summary>
    RecordAway = 15,

    /// <summary>For a reason that is in the log.</summary>
    Failed = 16,
}
