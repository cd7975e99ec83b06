namespace Supervision.Server.Security;

/// <summary>Claims beside the standard ones.</summary>
internal static class ClaimNames
{
    /// <summary>Number that ties an agent to her own calls.</summary>
    internal const string AgentNumber = "agent_number";

    /// <summary>Changes with the password, the roles and a disablement: an older session ends.</summary>
    internal const string SecurityStamp = "security_stamp";

    /// <summary>Id of the API token that signed the request.</summary>
    internal const string TokenId = "token_id";

    /// <summary>Name as people read it.</summary>
    internal const string DisplayName = "display_name";
}
