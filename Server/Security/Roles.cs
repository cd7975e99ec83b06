namespace Supervision.Server.Security;

/// <summary>Names of the roles, as kept in the database, in claims and in the scopes of tokens.</summary>
internal static class Roles
{
    /// <summary>Sees every call, handles alarms.</summary>
    internal const string Supervisor = "Supervisor";

    /// <summary>Sees her own calls only.</summary>
    internal const string Agent = "Agent";

    /// <summary>Everything a supervisor may, and accounts and tokens.</summary>
    internal const string Administrator = "Administrator";

    /// <summary>Desk of the police municipale: incidents and the calls attached to them, nothing else.</summary>
    internal const string PoliceDesk = "PoliceDesk";

    internal static IReadOnlyList<string> All { get; } = [Supervisor, Agent, Administrator, PoliceDesk];
}
