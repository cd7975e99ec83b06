namespace Supervision.Shared.Incidents;

/// <summary>Roles that an incident can be handed to; the names are those of the sign-in.</summary>
public static class DeskRoles
{
    public const string PoliceDesk = "PoliceDesk";
    public const string Supervisor = "Supervisor";

    public static IReadOnlyList<string> All { get; } = [PoliceDesk, Supervisor];
}
