using DocumentSearch.Configuration;
using DocumentSearch.Health;
using DocumentSearch.Metrics;
using DocumentSearch.Queue;

namespace DocumentSearch.Commands;

/// <summary><c>worker</c>: takes jobs; its port answers health and metrics.</summary>
internal static class WorkerCommand
{
    public static async Task RunAsync(ServiceSettings settings, WorkerOptions options, CancellationToken cancellation)
    {
        var builder = ServiceRegistration.CreateBuilder(settings, new ServiceMetrics());
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<WorkerPulse>();
        builder.Services.AddSingleton<JobHandler>();
        builder.Services.AddHostedService<Sweeper>();
        builder.Services.AddHostedService<WorkerService>();
        await using var app = builder.Build();
        HealthEndpoints.Map(app);
        await app.RunAsync(cancellation);
    }
}
