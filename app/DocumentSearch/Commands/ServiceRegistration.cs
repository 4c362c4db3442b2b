using System.Text.Json;
using System.Text.Json.Serialization;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Documents;
using DocumentSearch.Documents.Extraction;
using DocumentSearch.Embeddings;
using DocumentSearch.Health;
using DocumentSearch.Http;
using DocumentSearch.Metrics;
using DocumentSearch.Queue;
using DocumentSearch.Search;
using DocumentSearch.Storage;
using Microsoft.Extensions.AI;

namespace DocumentSearch.Commands;

/// <summary>What the API and the workers have in common.</summary>
internal static class ServiceRegistration
{
    public static WebApplicationBuilder CreateBuilder(ServiceSettings settings, ServiceMetrics metrics)
    {
        // Empty: the settings come from the catalogue alone, not from files or variables of the framework.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "document-search", ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Process.BindAddress, settings.Process.Port, listener =>
            {
                if (kestrel.ApplicationServices.GetService<ConnectionDrain>() is { } drain)
                    listener.Use(drain.Count);
            });
            kestrel.Limits.MaxRequestBodySize = settings.Limits.MaxUploadBytes + 65_536L;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        AddLogging(builder.Logging, settings);

        var services = builder.Services;
        services.AddRoutingCore();
        services.Configure<HostOptions>(options =>
        {
            // A little more than the work gets, so that what is handed back is written down before the process ends.
            options.ShutdownTimeout = settings.Process.Shutdown + TimeSpan.FromSeconds(4);
            options.ServicesStopConcurrently = true;
        });
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        services.AddSingleton(settings);
        services.AddSingleton(metrics);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<DependencyGuards>();
        services.AddSingleton(provider => new Database(
            settings.Database, metrics, provider.GetRequiredService<DependencyGuards>().Database));
        services.AddSingleton(_ => new RedisConnection(settings.Redis));
        services.AddHostedService(provider => provider.GetRequiredService<RedisConnection>());
        services.AddSingleton(provider => new ObjectStore(settings.Storage, provider.GetRequiredService<DependencyGuards>().Storage));
        services.AddSingleton(_ => CreateGenerator(settings.Embeddings));
        services.AddSingleton(provider => new EmbeddingModelRegistry(provider.GetRequiredService<Database>().Source, provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()));
        services.AddSingleton(provider => new Embedder(
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            provider.GetRequiredService<DependencyGuards>().Model));
        services.AddSingleton(settings.Search);
        services.AddSingleton<SearchCache>();
        services.AddSingleton(new DocumentExtractor(settings.Limits));
        services.AddSingleton<JobBroker>();
        services.AddSingleton<DocumentRepository>();
        services.AddSingleton<ProcessingRepository>();
        services.AddSingleton<DeadJobs>();
        services.AddSingleton<HealthProbes>();
        return builder;
    }

    public static IEmbeddingGenerator<string, Embedding<float>> CreateGenerator(EmbeddingSettings settings)
        => settings.OpenAiApiKey.Length > 0 ? new OpenAiEmbeddingGenerator(settings) : new LocalEmbeddingGenerator(settings.Dimensions);

    private static void AddLogging(ILoggingBuilder logging, ServiceSettings settings)
    {
        logging.AddJsonConsole(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        logging.SetMinimumLevel(settings.Process.LogLevel);
        // The framework tells each request in five lines; the one line of the pipeline is enough.
        logging.AddFilter("Microsoft", settings.Process.LogLevel > LogLevel.Warning ? settings.Process.LogLevel : LogLevel.Warning);
        logging.AddFilter("Npgsql", settings.Process.LogLevel > LogLevel.Warning ? settings.Process.LogLevel : LogLevel.Warning);
        logging.AddFilter("DocumentSearch.Http.BearerAuthentication", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", settings.Process.LogLevel);
    }
}
