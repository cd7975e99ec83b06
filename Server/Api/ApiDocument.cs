using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Api;

/// <summary>Completes the generated OpenAPI document: title, security schemes, ids as UUIDs, only the API's own paths.</summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";
    private const string Cookie = "cookie";

    internal static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = api => api.RelativePath is { } path
            && (path.StartsWith("api/v1", StringComparison.Ordinal) || path == "health");
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Supervision",
                Version = "v1",
                Description = "Calls, transcripts, recordings and alarms of the supervision console. See docs/api.md.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "An API token.",
                },
                [Cookie] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Cookie,
                    Name = "supervision",
                    Description = "A browser's session. Unsafe methods need the header X-Requested-With.",
                },
            };
            document.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Cookie, document)] = [] },
            ];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Type type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(CallId) || type == typeof(AlarmId) || type == typeof(IncidentId))
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = "uuid";
                schema.Properties?.Clear();
            }

            if (type == typeof(IncidentNumber))
            {
                schema.Type = JsonSchemaType.String;
                schema.Pattern = "^[A-Z]{0,4}[0-9]{4}-[0-9]{4,}$";
                schema.Properties?.Clear();
            }

            return Task.CompletedTask;
        });
    }
}
