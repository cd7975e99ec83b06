using System.Text.Json.Serialization;
using Supervision.Server.Agents;
using Supervision.Server.Listening;
using Supervision.Server.Security;

namespace Supervision.Server.Api;

/// <summary>The API <c>/api/v1</c> and its OpenAPI document.</summary>
internal static class ApiEndpoints
{
    internal const string Root = "/api/v1";

    internal static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            // By name only: a number that names nothing would be kept for good.
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
            // A body without what it must have is a 400 that says so, never a null where none may be.
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.AddScoped<LiveCallAccess>();
        services.AddScoped<AlarmCallNames>();
        return services;
    }

    internal static void MapApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup(Root).RequireAuthorization().AddEndpointFilter<CookieRequestGuard>();
        RouteGroupBuilder calls = api.MapGroup("").RequireAuthorization(Policies.UseCalls);
        CallsApi.Map(calls);
        RecordingsApi.Map(calls);
        RecordingControlApi.Map(calls);
        AlarmsApi.Map(api.MapGroup("").RequireAuthorization(Policies.SeeAlarms));
        IncidentsApi.Map(api.MapGroup("").RequireAuthorization(Policies.UseDesk));
        RouteGroupBuilder administration = api.MapGroup("").RequireAuthorization(Policies.Administer);
        UsersApi.Map(administration);
        TokensApi.Map(administration);
        OwnAccountApi.Map(api);
        WordListsApi.Map(api);
        ListeningApi.Map(api);
        HelpApi.Map(api);
        api.MapFallback("{**path}", () => ApiProblems.NotFound("address")).ExcludeFromDescription();
        routes.MapOpenApi("/openapi/{documentName}.json");
    }
}
