using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Localization;
using Supervision.Client;
using Supervision.Server.Api;
using Supervision.Server.Health;
using Supervision.Server.Hubs;
using Supervision.Server.Listening;
using Supervision.Server.Security;
using Supervision.Server.Settings;

namespace Supervision.Server.Web;

/// <summary>The web side of the host: pages, languages, errors, headers, and the order in which a request passes them.</summary>
internal static class WebHosting
{
    /// <summary>Larger bodies than this are not asked for anywhere.</summary>
    private const int MaxBodyBytes = 1_048_576;

    private static readonly CultureInfo[] Cultures = [new("fr"), new("en")];

    /// <summary>What the sign-in page needs before anybody is known. Nothing that tells of calls is a file.</summary>
    private static readonly string[] PublicFiles = [".css", ".js", ".mjs", ".svg", ".ico", ".woff", ".woff2", ".map"];

    internal static void AddWeb(this WebApplicationBuilder builder)
    {
        HttpSettings settings = SettingsSections.Bind<HttpSettings>(builder.Configuration);
        builder.WebHost.UseUrls(settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.UseStaticWebAssets();
        if (!builder.Environment.IsDevelopment())
        {
            // Files do not change under a running server: serve them compressed by the build, and let browsers keep them.
            builder.Configuration.AddInMemoryCollection([new KeyValuePair<string, string?>("ReloadStaticAssetsAtRuntime", "false")]);
        }

        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        IServiceCollection services = builder.Services;
        services.AddSingleton(settings);
        services.AddProblemDetails();
        services.AddExceptionHandler<ErrorAnswers>();
        services.AddSupervisionClient(SettingsSections.Bind<SiteSettings>(builder.Configuration).FindZone());
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitMaxRetained = settings.MaxDisconnectedCircuits;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        });
        services.Configure<RequestLocalizationOptions>(ConfigureLanguages);
        services.Configure<ForwardedHeadersOptions>(options => TrustProxies(options, settings));
    }

    internal static void UseWeb(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = ErrorAnswers.IsKnown });
        app.UseStatusCodePages(StatusPages.AnswerAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseSameOrigin();
        app.UseAuthorization();
        app.UseAntiforgery();
        MapFiles(app);
        app.MapRazorComponents<App>()
            .AddAdditionalAssemblies(typeof(Routes).Assembly)
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        app.MapAccount();
        app.MapHealth();
        app.MapApi();
        app.MapLiveHub();
        ListeningEndpoint.Map(app);
    }

    /// <summary>Files by their extension, so that one that is added later for signed-in people is not public by accident.</summary>
    private static void MapFiles(WebApplication app) => app.MapStaticAssets().Add(endpoint =>
    {
        string path = (endpoint as RouteEndpointBuilder)?.RoutePattern.RawText ?? "";
        path = path.EndsWith(".gz", StringComparison.Ordinal) || path.EndsWith(".br", StringComparison.Ordinal) ? path[..^3] : path;
        if (Array.Exists(PublicFiles, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            endpoint.Metadata.Add(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
        }
    });

    /// <summary>The person's choice, else the browser's languages, else French.</summary>
    private static void ConfigureLanguages(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture("fr");
        options.SupportedCultures = Cultures;
        options.SupportedUICultures = Cultures;
        options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
    }

    /// <summary>Without a named proxy no header changes where a request is said to come from, nor what host it asked.</summary>
    private static void TrustProxies(ForwardedHeadersOptions options, HttpSettings settings)
    {
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (System.Net.IPAddress proxy in settings.Proxies())
        {
            options.KnownProxies.Add(proxy);
        }

        options.ForwardedHeaders = options.KnownProxies.Count > 0
            ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost
            : ForwardedHeaders.None;
    }
}
