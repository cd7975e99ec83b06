using System.Text;
using Microsoft.Extensions.Configuration;
using Supervision.Server.Settings;

namespace Supervision.Server.Tests.Settings;

public sealed class SettingsCheckTests
{
    [Fact]
    public void Errors_NothingWritten_None() => Assert.Empty(SettingsCheck.Errors(Build("{}")));

    [Fact]
    public void Errors_ShippedFile_None()
    {
        IConfigurationRoot shipped = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build();

        Assert.Empty(SettingsCheck.Errors(shipped));
    }

    [Fact]
    public void Errors_ManyWrong_AllAtOnce()
    {
        IConfigurationRoot configuration = Build(
            """
            { "Sip": { "Port": "abc", "Adress": "127.0.0.1", "MaxCalls": 0 },
              "Rtp": { "PortRange": "9-1" },
              "Telephony": { "X": 1 },
              "ConnectionStrings": { "Supervison": "Host=x" } }
            """,
            "--Http:Urls=nowhere", "--Accounts:LockoutFailures=2", "--Demmo:Enabled=false");

        IReadOnlyList<string> errors = SettingsCheck.Errors(configuration);

        Assert.Contains("Sip:Port is 'abc'; it must be a whole number.", errors);
        Assert.Contains("Sip:Adress is not a setting; did you mean Sip:Address?", errors);
        Assert.Contains(errors, error => error.StartsWith("Sip:MaxCalls is 0;", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("Rtp:PortRange is '9-1';", StringComparison.Ordinal));
        Assert.Contains("Telephony is not a setting.", errors);
        Assert.Contains("ConnectionStrings:Supervison is not a setting; did you mean ConnectionStrings:Supervision?", errors);
        Assert.Contains(errors, error => error.StartsWith("Http:Urls is 'nowhere';", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("Accounts:LockoutFailures is 2;", StringComparison.Ordinal));
        Assert.Contains("Demmo is not a setting; did you mean Demo?", errors);
        Assert.Equal(9, errors.Count);
    }

    [Fact]
    public void Errors_UnknownTopLevelInTheEnvironment_NotOurs()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("PATH", "/bin"), new("HOSTNAME", "x")]).Build();

        Assert.Empty(SettingsCheck.Errors(configuration));
    }

    [Theory]
    [InlineData("--Demo:Enabled=oui", "Demo:Enabled is 'oui'; it must be true or false.")]
    [InlineData("--Grains:FlushTimeoutSeconds=3", "Grains:FlushTimeoutSeconds is 3; it must be between 4 and 60.")]
    [InlineData("--Sip=5060", "Sip is '5060'; it is a section: write Sip:Name=value.")]
    [InlineData("--Sip:Port:Number=1", "Sip:Port:Number is not a setting.")]
    [InlineData("--Sip:Port=99999999999", "Sip:Port is '99999999999'; it must be a whole number.")]
    public void Errors_OneWrong_ThatOne(string argument, string expected) =>
        Assert.Equal(expected, Assert.Single(SettingsCheck.Errors(Build("{}", argument))));

    [Fact]
    public async Task Run_WrongSettings_ExitCodeAndNoStackTrace()
    {
        StringWriter said = new();
        TextWriter before = Console.Error;
        Console.SetError(said);
        try
        {
            int code = await ConsoleServer.RunAsync(["--Sip:Prot=1", "--Rtp:IdleTimeoutSeconds=1"]);

            Assert.Equal(SettingsCheck.ExitCode, code);
        }
        finally
        {
            Console.SetError(before);
        }

        string text = said.ToString();
        Assert.Contains("Sip:Prot is not a setting; did you mean Sip:Port?", text, StringComparison.Ordinal);
        Assert.Contains("Rtp:IdleTimeoutSeconds is 1;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    private static IConfigurationRoot Build(string json, params string[] arguments) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
        .AddCommandLine(arguments)
        .Build();
}
