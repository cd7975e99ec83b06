namespace Supervision.Client;

/// <summary>Names of the roles as the sign-in gives them; pages ask for them.</summary>
internal static class Roles
{
    internal const string Supervisor = "Supervisor";
    internal const string Agent = "Agent";
    internal const string Administrator = "Administrator";
    internal const string PoliceDesk = "PoliceDesk";

    /// <summary>The widest first.</summary>
    internal static readonly string[] All = [Administrator, Supervisor, Agent, PoliceDesk];

    /// <summary>Who watches all calls.</summary>
    internal const string Watchers = Supervisor + "," + Administrator;

    /// <summary>Who handles incidents.</summary>
    internal const string Desk = PoliceDesk + "," + Watchers;
}
