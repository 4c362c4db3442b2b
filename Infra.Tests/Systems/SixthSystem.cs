using Infra.Systems;

namespace Infra.Tests.Systems;

/// <summary>A system that only this file knows of.</summary>
public sealed class SixthSystem : ISystem
{
    public static SystemDefinition Define() => new()
    {
        Name = "guest-book",
        Description = "One service with a database",
        Services =
        [
            new()
            {
                Name = "web",
                Description = "Pages",
                Image = "guest-book",
                Ports = [new("http", 8000)],
                Metrics = [new("/metrics", 8000, TimeSpan.FromSeconds(15))],
                Probes = [Probe.Liveness("/health", 8000), Probe.Readiness("/health", 8000)],
                OnHost = new() { Replicas = 1, Resources = Small },
                OnKubernetes = new() { Replicas = 2, Resources = Small },
                UserId = 1000,
                ServesTraffic = true,
            },
        ],
        Data = [new Postgres { Database = "guests", User = "guests" }],
        Environment = [EnvironmentVariable.Variable("DATABASE_URL", "Database", "Address with password", new EnvironmentValue.Known(Fact.DatabaseUrl))],
        Edge = new() { Routes = [new() { Path = "/", Service = "web", Port = 8000, Limit = new(10, 20) }] },
        Monitoring = new() { Sources = [new("web", [.. StandardMetrics.Http])] },
        Objectives = new() { AvailabilityPercent = 99, LatencyP95 = TimeSpan.FromSeconds(1), ErrorRatePercent = 1 },
        OnHost = new(Sizes(100), Sizes(100)),
        OnKubernetes = new(Sizes(400), Sizes(400)),
    };

    private static Resources Small => new(Memory.MiB(64), Memory.MiB(128), Cpu.Cores(0.05), Cpu.Cores(0.25));

    private static Sizing Sizes(decimal budget) => new()
    {
        Machine = new(Cpu.Cores(2), Memory.GiB(4)),
        MinimumMachines = 1,
        MaximumMachines = 2,
        Database = new(Cpu.Cores(1), Memory.GiB(1)),
        MonthlyBudget = budget,
    };
}
