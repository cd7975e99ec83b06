using System.Globalization;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Account;
using Supervision.Client.Services;
using Supervision.Testing;

namespace Supervision.Client.Tests;

/// <summary>Ground of the tests of screens: French, a clock that the test moves, fakes of the contracts, script modules that only note calls.</summary>
public abstract class ScreenTest : BunitContext
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;

    /// <summary>A test waits for what a circuit does on other threads; a busy machine needs more than bUnit's one second.</summary>
    static ScreenTest() => DefaultWaitTimeout = TimeSpan.FromSeconds(60);

    protected ScreenTest()
    {
        Speak("fr");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSupervisionClient(TimeZoneInfo.FindSystemTimeZoneById(SiteClock.DefaultZone));
        Services.AddSingleton<ILiveConsole>(Live);
        Services.AddSingleton<IAlarmDesk>(Desk);
        Services.AddSingleton<ICallArchive>(Archive);
        Services.AddSingleton<IWordLists>(WordLists);
        Services.AddSingleton<IListeningDesk>(Listening);
        Services.AddSingleton<IAlarmArchive>(AlarmArchive);
        Services.AddSingleton<IAgentDesk>(Agent);
        Services.AddSingleton<IAdviceBook>(Book);
        Services.AddSingleton<IIncidentDesk>(Incidents);
        Services.AddSingleton<IAccountDesk>(Accounts);
        Services.AddSingleton(new PasswordRules(MinLength: 14, MaxLength: 256));
        User = AddAuthorization();
        User.SetAuthorized("superviseur").SetRoles("Supervisor");
        SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
    }

    protected ManualTimeProvider Clock { get; } = new();

    protected BunitAuthorizationContext User { get; }

    private protected FakeLiveConsole Live { get; } = new();

    private protected FakeAlarmDesk Desk { get; } = new();

    private protected FakeAlarmArchive AlarmArchive { get; } = new();

    private protected FakeIncidentDesk Incidents { get; } = new();

    private protected FakeAccountDesk Accounts { get; } = new();

    private protected FakeCallArchive Archive { get; } = new();

    private protected FakeWordLists WordLists { get; } = new();

    private protected FakeListeningDesk Listening { get; } = new();

    private protected FakeAgentDesk Agent { get; } = new();

    private protected FakeAdviceBook Book { get; } = new();

    protected static void Speak(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    /// <summary>Text as a person reads it: runs of white space, no-break spaces included, are one space.</summary>
    protected static string Read(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        CultureInfo.CurrentCulture = _culture;
        CultureInfo.CurrentUICulture = _uiCulture;
    }
}
