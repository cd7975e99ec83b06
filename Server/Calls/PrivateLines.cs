using System.Text.RegularExpressions;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Calls;

/// <summary>Which calls are of a private line (<see cref="AgentsSettings.PrivateLinePattern"/>). Pure; any thread.</summary>
internal sealed class PrivateLines(AgentsSettings agents)
{
    private readonly Regex? _numbers = agents.PrivateLines();

    /// <summary>
    /// Either side: of two extensions that talk to each other both are agents' numbers, and the one that calls is named as the caller.
    /// </summary>
    internal bool Match(Party caller, Party agent) => _numbers is not null && (Matches(agent.Number) || Matches(caller.Number));

    private bool Matches(string? number) => number is not null && _numbers!.IsMatch(number);
}
