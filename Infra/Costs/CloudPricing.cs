using Infra.Facts;
using Infra.Costs.Prices;
using Infra.Planning;

namespace Infra.Costs;

/// <summary>What the resources of DigitalOcean and AWS are billed for.</summary>
internal static class CloudPricing
{
    private static readonly ImmutableDictionary<string, Func<PlannedResource, Plan, IEnumerable<Charge>>> ByType =
        ImmutableDictionary<string, Func<PlannedResource, Plan, IEnumerable<Charge>>>.Empty
            .Add("digitalocean:index/droplet:Droplet", (resource, _) => Droplet(resource))
            .Add("digitalocean:index/kubernetesCluster:KubernetesCluster", (resource, _) => Cluster(resource))
            .Add("digitalocean:index/kubernetesNodePool:KubernetesNodePool", (resource, _) => [Nodes(resource.Inputs)])
            .Add("digitalocean:index/databaseCluster:DatabaseCluster", (resource, _) => Database(resource))
            .Add("digitalocean:index/databaseReplica:DatabaseReplica", (resource, _) => [Charge.Named($"do-pg:{Wire.Text(resource.Inputs, "size")}", 1, 1, "read replica")])
            .Add("digitalocean:index/containerRegistry:ContainerRegistry", (resource, _) => [Charge.Named($"do-registry:{Wire.Text(resource.Inputs, "subscriptionTierSlug")}", 1, 1)])
            .Add("digitalocean:index/loadBalancer:LoadBalancer", (resource, _) => [LoadBalancer(Wire.Text(resource.Inputs, "type"), Wire.Number(resource.Inputs, "sizeUnit"))])
            .Add("digitalocean:index/reservedIp:ReservedIp", (resource, plan) => [ReservedIp(resource, plan)])
            .Add("digitalocean:index/spacesBucket:SpacesBucket", Spaces)
            .Add("digitalocean:index/uptimeCheck:UptimeCheck", (_, _) => [new Charge.Of(PriceBook.Of("do-uptime-check"), 1)])
            .Add("digitalocean:index/volume:Volume", (resource, _) => [new Charge.Of(PriceBook.Of("do-volume"), (decimal)Wire.Number(resource.Inputs, "size"))])
            .Add("aws:s3/bucket:Bucket", Bucket);

    /// <summary>Whether a type is priced here.</summary>
    public static bool Knows(string type) => ByType.ContainsKey(type);

    /// <summary>The charges of a resource.</summary>
    public static IEnumerable<Charge> Of(PlannedResource resource, Plan plan) => ByType[resource.Type](resource, plan);

    /// <summary>A load balancer: an empty type is the provider's default, and so are 0 nodes.</summary>
    public static Charge LoadBalancer(string type, double nodes) =>
        Charge.Named($"do-load-balancer:{(type.Length == 0 ? "REGIONAL" : type)}", (decimal)Math.Max(1, nodes), (decimal)Math.Max(1, nodes));

    private static IEnumerable<Charge> Droplet(PlannedResource droplet)
    {
        var machine = Charge.Named($"do-droplet:{Wire.Text(droplet.Inputs, "size")}", 1, 1);
        yield return machine;
        if (machine is Charge.Of priced && Wire.IsTrue(droplet.Inputs, "backups"))
        {
            // Without a policy the provider takes daily backups (its documentation of the droplet, 2026-08-06).
            var plan = Wire.Text(droplet.Inputs, "backupPolicy", "plan") is { Length: > 0 } said ? said : "daily";
            yield return Charge.Named($"do-droplet-backups:{plan}", priced.Price.Amount, priced.Price.Amount, $"{plan} backups");
        }
    }

    private static IEnumerable<Charge> Cluster(PlannedResource cluster)
    {
        if (Wire.IsTrue(cluster.Inputs, "ha"))
        {
            yield return new Charge.Of(PriceBook.Of("do-kubernetes-ha"), 1, "several control planes");
        }

        yield return Nodes(Wire.At(cluster.Inputs, "nodePool"));
    }

    private static Charge Nodes(object? pool)
    {
        var size = $"do-droplet:{Wire.Text(pool, "size")}";
        return Wire.IsTrue(pool, "autoScale")
            ? Charge.Named(size, (decimal)Wire.Number(pool, "minNodes"), (decimal)Wire.Number(pool, "maxNodes"), "autoscaled nodes")
            : Charge.Named(size, (decimal)Wire.Number(pool, "nodeCount"), (decimal)Wire.Number(pool, "nodeCount"), "nodes");
    }

    private static IEnumerable<Charge> Database(PlannedResource database)
    {
        var size = Wire.Text(database.Inputs, "size");
        var servers = (decimal)Math.Max(1, Wire.Number(database.Inputs, "nodeCount"));
        yield return Charge.Named($"do-{Wire.Text(database.Inputs, "engine")}:{size}", servers, servers, servers > 1 ? "primary and standbys" : "");

        // Standbys hold the same data, so that each is taken to pay for it; the page does not say.
        var storage = Wire.Text(database.Inputs, "storageSizeMib") is { Length: > 0 } text && decimal.TryParse(text, out var mebibytes) ? mebibytes / 1024 : 0;
        if (storage > DigitalOceanDatabases.IncludedStorage.GetValueOrDefault(size))
        {
            yield return new Charge.Of(PriceBook.Of("do-database-storage"), (storage - DigitalOceanDatabases.IncludedStorage.GetValueOrDefault(size)) * servers, "storage beyond what is included");
        }
    }

    private static Charge ReservedIp(PlannedResource address, Plan plan)
    {
        var assigned = address.Inputs.ContainsKey("dropletId") || plan.OfType("digitalocean:index/reservedIpAssignment:ReservedIpAssignment").Any();
        return new Charge.Of(PriceBook.Of(assigned ? "do-reserved-ip:assigned" : "do-reserved-ip:unassigned"), 1, assigned ? "free while assigned" : "not assigned to a droplet");
    }

    /// <summary>One subscription pays for every bucket of the account.</summary>
    private static IEnumerable<Charge> Spaces(PlannedResource bucket, Plan plan) =>
        plan.OfType(bucket.Type).First().Name == bucket.Name ? [new Charge.Of(PriceBook.Of("do-spaces"), 1, "250 GiB and 1 TiB of transfer included")] : [];

    private static IEnumerable<Charge> Bucket(PlannedResource bucket, Plan plan)
    {
        var before = plan.OfType(bucket.Type).TakeWhile(other => other.Name != bucket.Name).Count();
        var free = Math.Max(0, UsageAssumptions.FreeTransfer - (UsageAssumptions.BucketTransfer * before));
        return
        [
            new Charge.Of(PriceBook.Of("aws-s3-storage"), UsageAssumptions.BucketStorage, "assumed"),
            new Charge.Of(PriceBook.Of("aws-s3-writes"), UsageAssumptions.BucketWrites, "assumed"),
            new Charge.Of(PriceBook.Of("aws-s3-reads"), UsageAssumptions.BucketReads, "assumed"),
            new Charge.Of(PriceBook.Of("aws-transfer"), Math.Max(0, UsageAssumptions.BucketTransfer - free), $"assumed {UsageAssumptions.BucketTransfer:0} GB, {free:0} GB free of charge"),
        ];
    }
}
