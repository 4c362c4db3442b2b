using Infra.Files.Valkey;
using Infra.Systems;
using Pulumi;
using Pulumi.DigitalOcean;
using Pulumi.DigitalOcean.Inputs;

namespace Infra.Components.Cloud;

/// <summary>What a <see cref="ValkeyCache"/> is made of.</summary>
public sealed record ValkeyCacheArgs : StackPartArgs
{
    /// <summary>What the system needs of it.</summary>
    public required Redis Need { get; init; }

    /// <summary>Private network.</summary>
    public required Network Network { get; init; }

    /// <summary>The only ones who may connect.</summary>
    public required TrustedSource TrustedSource { get; init; }
}

/// <summary>A managed Redis-compatible store (Valkey 8): private network, TLS, trusted sources only.</summary>
public sealed class ValkeyCache : ComponentResource
{
    /// <summary>Makes the store.</summary>
    public ValkeyCache(string name, ValkeyCacheArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:ValkeyCache", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var cluster = new DatabaseCluster(name, new DatabaseClusterArgs
        {
            Name = $"{args.Prefix}-valkey",
            Engine = "valkey", // The engine "redis" ended in June 2025. Source: DigitalOcean API specification.
            Version = "8",
            Size = args.Settings.Cache.Size,
            NodeCount = 1,
            Region = args.Region,
            PrivateNetworkUuid = args.Network.Id,
            EvictionPolicy = ValkeyConfiguration.Policy(args.Need.Eviction).Replace('-', '_'), // The API writes them with underscores.
            MaintenanceWindows = new DatabaseClusterMaintenanceWindowArgs { Day = "sunday", Hour = "04:00:00" },
            Tags = args.Tags,
        }, new CustomResourceOptions { Parent = this, Protect = args.Protect });

        new DatabaseValkeyConfig($"{name}-parameters", new DatabaseValkeyConfigArgs
        {
            ClusterId = cluster.Id,
            Persistence = args.Need.IsKept ? "rdb" : "off", // The service offers snapshots, no append-only file.
            Ssl = true,
        }, child);

        var firewall = new DatabaseFirewall($"{name}-firewall", new DatabaseFirewallArgs
        {
            ClusterId = cluster.Id,
            Rules = new DatabaseFirewallRuleArgs { Type = args.TrustedSource.Type, Value = args.TrustedSource.Id },
        }, child);

        CloudUrn = cluster.ClusterUrn;
        Connection = new(cluster.PrivateHost, cluster.Port.Apply(port => $"{port}"), cluster.User, Output.CreateSecret(cluster.Password), true);
        RegisterOutputs(new Dictionary<string, object?> { ["host"] = Connection.Host, ["firewall"] = firewall.Id });
    }

    /// <summary>How services connect.</summary>
    public StoreConnection Connection { get; }

    /// <summary>The provider's name of it, for projects.</summary>
    public Output<string> CloudUrn { get; }
}
