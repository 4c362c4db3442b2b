using Infra.Systems;

namespace Infra.Settings;

/// <summary>A size that can be ordered.</summary>
/// <param name="Slug">Name in DigitalOcean's API.</param>
/// <param name="Machine">What it offers.</param>
public sealed record ServerSize(string Slug, Machine Machine);

/// <summary>Sizes of droplets and of managed databases, smallest first.</summary>
public static class ServerSizes
{
    /// <summary>Droplets and Kubernetes nodes. Source: DigitalOcean droplet pricing page (2026-07-27).</summary>
    public static ImmutableArray<ServerSize> Droplets { get; } =
    [
        new("s-1vcpu-1gb", new(Cpu.Cores(1), Memory.GiB(1))),
        new("s-1vcpu-2gb", new(Cpu.Cores(1), Memory.GiB(2))),
        new("s-2vcpu-2gb", new(Cpu.Cores(2), Memory.GiB(2))),
        new("s-2vcpu-4gb", new(Cpu.Cores(2), Memory.GiB(4))),
        new("s-4vcpu-8gb", new(Cpu.Cores(4), Memory.GiB(8))),
        new("g-2vcpu-8gb", new(Cpu.Cores(2), Memory.GiB(8))),
        new("s-8vcpu-16gb", new(Cpu.Cores(8), Memory.GiB(16))),
        new("g-4vcpu-16gb", new(Cpu.Cores(4), Memory.GiB(16))),
        new("g-8vcpu-32gb", new(Cpu.Cores(8), Memory.GiB(32))),
    ];

    /// <summary>Managed PostgreSQL. Source: DigitalOcean managed database pricing page and API specification (2026).</summary>
    public static ImmutableArray<ServerSize> Databases { get; } =
    [
        new("db-s-1vcpu-1gb", new(Cpu.Cores(1), Memory.GiB(1))),
        new("db-s-1vcpu-2gb", new(Cpu.Cores(1), Memory.GiB(2))),
        new("db-s-2vcpu-4gb", new(Cpu.Cores(2), Memory.GiB(4))),
        new("db-s-4vcpu-8gb", new(Cpu.Cores(4), Memory.GiB(8))),
        new("db-s-6vcpu-16gb", new(Cpu.Cores(6), Memory.GiB(16))),
    ];

    /// <summary>Managed Valkey. Source: DigitalOcean API specification, options of databases (2026-05).</summary>
    public static ImmutableArray<ServerSize> Caches => Databases;

    /// <summary>Connections that a managed PostgreSQL server takes: 25 for each GiB of memory, less three that the provider keeps.
    /// Source: DigitalOcean, PostgreSQL limits (2025-11).</summary>
    public static int BackendConnections(ServerSize size) => (int)((25 * (size.Machine.Memory.WholeMiB / 1024)) - 3);

    /// <summary>The first size, smallest first, that offers at least what is asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No size is large enough.</exception>
    public static ServerSize Smallest(ImmutableArray<ServerSize> sizes, Machine asked) =>
        sizes.FirstOrDefault(size => size.Machine.Cpu.Millicores >= asked.Cpu.Millicores && size.Machine.Memory >= asked.Memory)
        ?? throw new ArgumentOutOfRangeException(nameof(asked), asked, $"the largest size is {sizes[^1].Slug}");

    /// <summary>The size of a slug.</summary>
    /// <exception cref="KeyNotFoundException">There is no such size.</exception>
    public static ServerSize Named(ImmutableArray<ServerSize> sizes, string slug) =>
        sizes.FirstOrDefault(size => size.Slug == slug) ?? throw new KeyNotFoundException($"there is no size '{slug}'");
}
