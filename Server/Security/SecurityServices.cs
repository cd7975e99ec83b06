using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Supervision.Client.Account;
using Supervision.Client.Services;
using Supervision.Server.Data;
using Supervision.Server.Settings;
using Supervision.Shared;

namespace Supervision.Server.Security;

/// <summary>Registers accounts, tokens, sessions and who may do what.</summary>
internal static class SecurityServices
{
    /// <summary>Chooses the scheme of a request: a token when it brings one, the cookie otherwise.</summary>
    private const string EitherScheme = "CookieOrBearer";

    internal static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        AccountsSettings settings = SettingsSections.Bind<AccountsSettings>(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(new PasswordRules(settings.MinPasswordLength, Passwords.MaxLength));
        services.AddSingleton<IAccountStore, AccountStore>();
        services.AddSingleton<ITokenStore, TokenStore>();
        services.AddSingleton<IAccessLog, AccessLog>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SourceThrottle>();
        services.AddSingleton<SessionValidator>();
        services.AddSingleton<SignInService>();
        services.AddSingleton<AccountService>();
        services.AddSingleton<TokenService>();
        services.AddScoped<IAccountDesk, AccountDesk>();
        services.AddSingleton<ListeningLog>();
        services.AddSingleton<RecordingActLog>();
        services.AddSingleton<FirstRunService>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstRunService>());
        services.AddSingleton<IHealthPart>(provider => provider.GetRequiredService<FirstRunService>());
        AddCurrentUser(services);
        AddAuthentication(services, settings);
        AddAuthorization(services);
        AddKeys(services, configuration);
        return services;
    }

    private static void AddCurrentUser(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>();
        services.AddScoped<ICurrentUser>(provider => provider.GetRequiredService<CurrentUser>());
        services.AddScoped<CircuitHandler, CurrentUser.CircuitTracker>();
        services.AddScoped<AuthenticationStateProvider, CircuitStateProvider>();
        services.AddCascadingAuthenticationState();
    }

    private static void AddAuthentication(IServiceCollection services, AccountsSettings settings)
    {
        services.AddScoped<SessionCookieEvents>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                BearerTokenHandler.HasToken(context.Request) ? Principals.BearerScheme : Principals.CookieScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(Principals.BearerScheme, null)
            .AddCookie(Principals.CookieScheme, options =>
            {
                options.Cookie.Name = "supervision";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = TimeSpan.FromHours(settings.SessionHours);
                options.SlidingExpiration = true;
                options.LoginPath = AccountEndpoints.LoginPage;
                options.ReturnUrlParameter = "returnUrl";
                options.EventsType = typeof(SessionCookieEvents);
            });
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "supervision-form";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>Whatever does not say otherwise asks for a signed-in user: a forgotten attribute closes a door, never opens one.</summary>
    private static void AddAuthorization(IServiceCollection services)
    {
        AuthorizationPolicy signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(signedIn)
            .SetFallbackPolicy(signedIn)
            .AddPolicy(Policies.Supervise, policy => policy.RequireRole(Roles.Supervisor, Roles.Administrator))
            .AddPolicy(Policies.Administer, policy => policy.RequireRole(Roles.Administrator))
            .AddPolicy(Policies.TakeCalls, policy => policy.RequireAssertion(context => Principals.TakesCalls(context.User)))
            .AddPolicy(Policies.SeeAlarms, policy => policy.RequireRole(Roles.Supervisor, Roles.Administrator, Roles.Agent))
            .AddPolicy(Policies.ControlRecording, policy => policy.RequireRole(Roles.Supervisor, Roles.Administrator, Roles.Agent))
            .AddPolicy(Policies.UseDesk, policy => policy.RequireRole(Roles.Supervisor, Roles.Administrator, Roles.PoliceDesk))
            .AddPolicy(Policies.UseCalls, policy => policy.RequireRole(
                Roles.Supervisor, Roles.Administrator, Roles.Agent, Roles.PoliceDesk));
    }

    /// <summary>Keys of cookies lie with the data, so that nobody is signed out by a restart.</summary>
    private static void AddKeys(IServiceCollection services, IConfiguration configuration)
    {
        string directory = Path.Combine(SettingsSections.Bind<DataSettings>(configuration).FullDirectory, "keys");
        services.AddDataProtection()
            .SetApplicationName("supervision")
            .PersistKeysToFileSystem(PrivateFiles.CreateSecretDirectory(directory));
    }
}
