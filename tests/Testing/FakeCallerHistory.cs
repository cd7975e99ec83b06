using Supervision.Grains.Ports;
using Supervision.Shared;

namespace Supervision.Testing;

/// <summary>A history of callers that says what the test sets, whoever calls.</summary>
public sealed class FakeCallerHistory : ICallerHistory
{
    public CallerPast Past { get; set; }

    /// <summary>The number that was asked for last.</summary>
    public string? Asked { get; private set; }

    public CallerPast Look(string number, CallId except, DateTimeOffset since)
    {
        Asked = number;
        return Past;
    }
}
