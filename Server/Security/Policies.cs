namespace Supervision.Server.Security;

/// <summary>Names of the authorization policies that endpoints and pages ask for.</summary>
internal static class Policies
{
    /// <summary>Supervisors and administrators.</summary>
    internal const string Supervise = "Supervise";

    /// <summary>Administrators.</summary>
    internal const string Administer = "Administer";

    /// <summary>Agents, and supervisors whose account has an agent's number: the page and the help key of those who take calls.</summary>
    internal const string TakeCalls = Client.AgentPolicy.Name;

    /// <summary>Supervisors, administrators, and agents for their own calls; the police desk has its incidents.</summary>
    internal const string SeeAlarms = "SeeAlarms";

    /// <summary>Whoever may touch calls at all; which ones is the row rule's affair.</summary>
    internal const string UseCalls = "UseCalls";

    /// <summary>Whoever has a call to speak in or all of them: pauses, resumes and refuses a recording.</summary>
    internal const string ControlRecording = "ControlRecording";

    /// <summary>Police desk, supervisors and administrators.</summary>
    internal const string UseDesk = "UseDesk";
}
