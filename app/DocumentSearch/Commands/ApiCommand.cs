using DocumentSearch.Configuration;
using DocumentSearch.Health;
using DocumentSearch.Http;
using DocumentSearch.Metrics;
using DocumentSearch.Search;

namespace DocumentSearch.Commands;

/// <summary><c>api</c>: the HTTP service with the search page.</summary>
internal static class ApiCommand
{
    public static async Task RunAsync(ServiceSettings settings, CancellationToken cancellation)
    {
        await using var app = Build(settings);
        await app.RunAsync(cancellation);
    }

    private static WebApplication Build(ServiceSettings settings)
    {
        var metrics = new ServiceMetrics();
        var builder = ServiceRegistration.CreateBuilder(settings, metrics);
        builder.Services.AddSingleton(provider => new TokenIssuer(settings.Security, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(_ => new UploadGate(settings.Process.Workers));
        builder.Services.AddSingleton<ConnectionDrain>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ConnectionDrain>());
        builder.Services.AddSingleton(_ => new ClientDirectory(settings.Security.Clients));
        builder.Services.AddSingleton<LoginGate>();
        builder.Services.AddSingleton<SearchAdmission>();
        builder.Services.AddSingleton<SearchCoalescer<SearchOutcome>>();
        builder.Services.AddSingleton(provider => UploadSpace.OfTemporaryDirectory(provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<SearchEngine>();
        builder.Services.AddOpenApi("v1", OpenApiDescription.Configure);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Security.CorsOrigins])
            .WithMethods("GET", "POST", "DELETE")
            .WithHeaders("Authorization", "Content-Type", RequestPipeline.RequestIdHeader)
            .WithExposedHeaders(RequestPipeline.RequestIdHeader, "X-Cache", "Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
        BearerAuthentication.AddTo(builder.Services);
        RateLimits.AddTo(builder.Services, settings.Limits, metrics);

        var app = builder.Build();
        app.UseConnectionDrain();
        app.UseRequestIds();
        app.UseTrustedProxies(settings.Security);
        app.UseRequestMetrics(metrics);
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseAllowedHosts(settings.Security);
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // The page is small and changes with the service: ask each time, answered with 304 mostly.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.UseRouting();
        app.UseCors();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();

        HealthEndpoints.Map(app);
        TokenEndpoint.Map(app);
        DocumentEndpoints.Map(app);
        SearchEndpoint.Map(app);
        DeadJobEndpoints.Map(app);
        app.MapOpenApi().AllowAnonymous();
        return app;
    }
}
