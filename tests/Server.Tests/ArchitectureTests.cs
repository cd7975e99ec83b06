using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Server.Tests;

/// <summary>What the structure of the program promises: one direction of dependencies, pure parts, frozen numbers.</summary>
public sealed class ArchitectureTests
{
    /// <summary>For each project, those of ours that it may name. Server → Client, Grains, Telephony, Speech → Shared.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Supervision.Shared"] = [],
        ["Supervision.OnnxRuntime"] = [],
        ["Supervision.Telephony"] = ["Supervision.Shared"],
        ["Supervision.Speech"] = ["Supervision.Shared", "Supervision.OnnxRuntime"],
        ["Supervision.Grains"] = ["Supervision.Shared"],
        ["Supervision.Client"] = ["Supervision.Shared"],
        ["Supervision.Server"] =
            ["Supervision.Client", "Supervision.Grains", "Supervision.Telephony", "Supervision.Speech", "Supervision.Shared"],
    };

    /// <summary>The runtime's own libraries and what those parts may log with.</summary>
    private static readonly string[] BaseLibraries =
    [
        "System", "netstandard", "Microsoft.Win32.Primitives",
        "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions",
    ];

    private static readonly string[] NotInGrains =
        ["Microsoft.AspNetCore", "Npgsql", "System.Net", "System.Data", "Microsoft.Data", "Microsoft.JSInterop"];

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyAllowedOnes(string project)
    {
        string folder = project["Supervision.".Length..];
        XDocument file = XDocument.Load(Path.Combine(Root(), folder, project + ".csproj"));
        IEnumerable<string> named = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(named.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_References_OnlyAllowedOnes(string project) => Assert.Empty(
        References(project).Where(name => name.StartsWith("Supervision.", StringComparison.Ordinal)).Except(Allowed[project]));

    [Theory]
    [InlineData("Supervision.Shared")]
    [InlineData("Supervision.Telephony")]
    [InlineData("Supervision.Grains")]
    public void Assembly_PurePart_NamesNothingButTheBaseLibraries(string project) => Assert.All(
        References(project).Where(name => !name.StartsWith("Supervision.", StringComparison.Ordinal)),
        name => Assert.Contains(BaseLibraries, allowed => name == allowed || name.StartsWith(allowed + ".", StringComparison.Ordinal)));

    [Fact]
    public void Grains_Sources_NameNoWebNoDatabaseNoSockets()
    {
        foreach (string file in Sources("Grains"))
        {
            foreach (string line in File.ReadLines(file).Select(line => line.Trim()).Where(line => line.StartsWith("using ", StringComparison.Ordinal)))
            {
                Assert.False(Array.Exists(NotInGrains, name => line.Contains($" {name}", StringComparison.Ordinal)), $"{file}: {line}");
            }
        }

        Assert.DoesNotContain(References("Supervision.Grains"), name => Array.Exists(NotInGrains, name.StartsWith));
    }

    [Fact]
    public void Sources_EveryFile_UnderFourHundredLines()
    {
        foreach (string folder in Allowed.Keys.Select(name => name["Supervision.".Length..]))
        {
            foreach (string file in Sources(folder))
            {
                int lines = File.ReadLines(file).Count();
                Assert.True(lines < 400, $"{file} has {lines} lines.");
            }
        }
    }

    [Fact]
    public void PersistedEnums_Numbers_AreFrozen()
    {
        AssertFrozen<Lane>("Caller=1 Agent=2 Mixed=3");
        AssertFrozen<AudioCodec>("Pcmu=0 Pcma=8");
        AssertFrozen<CallSource>("SipRec=1 RecordingLine=2");
        AssertFrozen<CallState>("Live=1 Held=2 Ended=3");
        AssertFrozen<CallEndReason>("Normal=1 Cancelled=2 MediaLost=3 ServerStopped=4 Recovered=5");
        AssertFrozen<RecordingState>("Recording=1 Paused=2 Refused=3 Failed=4 Private=5");
        AssertFrozen<TranscriptionState>("Live=1 Lagging=2 CatchingUp=3 Off=4 Complete=5");
        AssertFrozen<UtteranceKind>("Speech=1 Gap=2");
        AssertFrozen<AlarmCategory>(
            "Insult=1 Threat=2 Emergency=3 DiscriminatoryInsult=4 DeathThreat=5 PropertyThreat=6 Distress=7 Weapon=8 Aggression=9 HelpRequested=10");
        AssertFrozen<WordLowering>(
            "Exception=1 Negated=2 Reported=3 Conditional=4 Hypothetical=5 Past=6 ThirdParty=7 Self=8 OtherVoice=9");
        AssertFrozen<AlarmSeverity>("Notice=1 Serious=2 Critical=3");
        AssertFrozen<AlarmState>("Raised=1 Acknowledged=2 Resolved=3");
        AssertFrozen<AlarmOutcome>("Confirmed=1 FalseAlarm=2");
        AssertFrozen<TensionLevel>("Calm=1 Tense=2 Aggressive=3");
    }

    /// <summary>A value may be added at the end of the text; what is written is in databases and never changes.</summary>
    private static void AssertFrozen<T>(string expected)
        where T : struct, Enum =>
        Assert.Equal(expected, string.Join(' ', Enum.GetValues<T>().Select(value => $"{value}={Convert.ToInt64(value, null)}")));

    private static string[] References(string project) => [.. Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!)];

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
