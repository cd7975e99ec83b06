using Supervision.Server.Demo;

namespace Supervision.EndToEnd.Harness;

/// <summary>The demonstration's conversations, by name.</summary>
internal static class Speech
{
    private static readonly Lazy<IReadOnlyDictionary<string, DemoCall>> Calls = new(() =>
        DemoCall.ReadAll(Path.Combine(Repository.Root, "demo", "calls")).ToDictionary(call => call.Name));

    internal static DemoCall Conversation(string name) => Calls.Value[name];
}
