using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DocumentSearch.Http;

/// <summary>What the OpenAPI document says beyond the endpoints: title and how to authenticate.</summary>
internal static class OpenApiDescription
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "document-search",
            Version = "v1",
            Description = "Upload documents and search them by words and by meaning. Errors are problem details (RFC 9457) with the request id.",
        };
        // The address a client reached us by is the right one; the one the server listens on is not.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[BearerAuthentication.SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "Token of POST /api/v1/token.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerAuthentication.SchemeName, document)] = [] }];
        return Task.CompletedTask;
    });
}
