using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Supervision.Server.Tests;

/// <summary>An administrator looks a number of the log up and finds one message.</summary>
public sealed class EventIdsTests
{
    private const BindingFlags Everything =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void EventIds_OfAllParts_AreEachGivenOnce()
    {
        string[] parts = ["Supervision.Server", "Supervision.Client", "Supervision.Grains", "Supervision.Speech", "Supervision.Telephony"];
        (int Id, string Place)[] given =
        [
            .. from part in parts
               from type in Assembly.Load(part).GetTypes()
               from method in type.GetMethods(Everything)
               from message in method.GetCustomAttributes<LoggerMessageAttribute>()
               select (message.EventId, $"{type.Name}.{method.Name}"),
        ];

        Assert.True(given.Length > 50, "The messages are not found where they are looked for.");
        Assert.Empty(given.GroupBy(one => one.Id).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(one => one.Place))}"));
    }
}
