using Infra.Systems;
using Pulumi;

namespace Infra.Settings;

/// <summary>A policy that does not count for a resource until a day.</summary>
/// <param name="Policy">Id of the policy.</param>
/// <param name="Resource">Name of the resource, or <c>*</c> for all.</param>
/// <param name="Reason">Why.</param>
/// <param name="Expires">Last day on which the exemption counts.</param>
public sealed record Exemption(string Policy, string Resource, string Reason, DateOnly Expires);

/// <summary>Size and operating system of the droplet, who may log in, and what runs beside the system.</summary>
/// <param name="Size">Slug of the size.</param>
/// <param name="Image">Slug of the operating system.</param>
/// <param name="SshPublicKeys">Lines of authorized_keys.</param>
/// <param name="Profiles">Profiles of the Compose file that are started: some of <see cref="AllProfiles"/>.</param>
public sealed record DropletSettings(string Size, string Image, ImmutableArray<string> SshPublicKeys, ImmutableArray<string> Profiles)
{
    /// <summary>Every profile of what watches a system, in the order of their starts.</summary>
    public static ImmutableArray<string> AllProfiles { get; } = ["monitoring", "logging"];
}

/// <summary>Version and nodes of the cluster.</summary>
/// <param name="Version">Minor version.</param>
/// <param name="NodeSize">Slug of the nodes' size.</param>
/// <param name="NodesMin">Least nodes.</param>
/// <param name="NodesMax">Most nodes.</param>
public sealed record KubernetesSettings(string Version, string NodeSize, int NodesMin, int NodesMax);

/// <summary>Version and servers of the database.</summary>
/// <param name="Size">Slug of the size.</param>
/// <param name="Version">Major version.</param>
/// <param name="Nodes">Primary and standbys.</param>
/// <param name="Replicas">Servers that follow the primary and answer reading queries.</param>
public sealed record DatabaseSettings(string Size, string Version, int Nodes, int Replicas);

/// <summary>Who runs the Redis-compatible store.</summary>
/// <param name="Managed">Whether the provider does.</param>
/// <param name="Size">Slug of the size, where the provider does.</param>
public sealed record CacheSettings(bool Managed, string Size);

/// <summary>How users reach a cluster.</summary>
public enum Exposure
{
    /// <summary>Through nginx, with limits, caches and headers.</summary>
    Ingress,

    /// <summary>Straight through a load balancer, with TLS only (CA-03).</summary>
    LoadBalancer,
}

/// <summary>Name and plan of the container registry.</summary>
/// <param name="Name">Name, unique in all of DigitalOcean.</param>
/// <param name="Tier">Plan.</param>
/// <param name="Region">Region: the nearest that offers registries.</param>
/// <param name="Exists">Whether it is looked up rather than made.</param>
/// <param name="Build">Whether the deployment builds and pushes the image itself.</param>
/// <param name="Commit">Commit of the sources that the image is built from.</param>
public sealed record RegistrySettings(string Name, string Tier, string Region, bool Exists, bool Build, string Commit);

/// <summary>Who is told when something is wrong.</summary>
/// <param name="Emails">E-mail addresses.</param>
/// <param name="SlackChannel">Channel, or empty.</param>
/// <param name="RunbookUrl">Address of the runbooks.</param>
/// <param name="SmtpServer">Mail server with its port, or empty.</param>
/// <param name="SmtpUser">Login at the mail server, or empty.</param>
public sealed record AlertSettings(ImmutableArray<string> Emails, string SlackChannel, string RunbookUrl, string SmtpServer, string SmtpUser)
{
    /// <summary>Whether a message can be delivered by mail.</summary>
    public bool ByMail => SmtpServer.Length > 0 && !Emails.IsEmpty;

    /// <summary>Whether a message can be written to a channel. The settings are refused where its webhook is missing.</summary>
    public bool ByChannel => SlackChannel.Length > 0;

    /// <summary>Whether alerts of every priority reach somebody.</summary>
    public bool ReachesSomebody => ByMail || ByChannel;
}

/// <summary>Everything that makes one environment differ from another, checked and complete.</summary>
public sealed record StackSettings
{
    /// <summary>Name of the stack, which is the name of the environment.</summary>
    public required string StackName { get; init; }

    /// <summary>The system that is deployed.</summary>
    public required SystemDefinition System { get; init; }

    /// <summary>Where it runs.</summary>
    public required Topology Topology { get; init; }

    /// <summary>How careful the environment is.</summary>
    public required Tier Tier { get; init; }

    /// <summary>DigitalOcean region.</summary>
    public required string Region { get; init; }

    /// <summary>Addresses of the private network, in CIDR notation.</summary>
    public required string VpcRange { get; init; }

    /// <summary>AWS region of the buckets.</summary>
    public required string BucketRegion { get; init; }

    /// <summary>DNS zone.</summary>
    public required string Domain { get; init; }

    /// <summary>Name of the system in the zone.</summary>
    public required string Hostname { get; init; }

    /// <summary>Version of the images.</summary>
    public required string ImageTag { get; init; }

    /// <summary>Container registry.</summary>
    public required RegistrySettings Registry { get; init; }

    /// <summary>Ranges from which administrators come.</summary>
    public required ImmutableArray<string> AdminCidrs { get; init; }

    /// <summary>The droplet.</summary>
    public required DropletSettings Droplet { get; init; }

    /// <summary>The cluster.</summary>
    public required KubernetesSettings Kubernetes { get; init; }

    /// <summary>The database.</summary>
    public required DatabaseSettings Database { get; init; }

    /// <summary>The Redis-compatible store.</summary>
    public required CacheSettings Cache { get; init; }

    /// <summary>How users reach a cluster.</summary>
    public required Exposure Exposure { get; init; }

    /// <summary>Days for which backups are kept.</summary>
    public required int BackupRetentionDays { get; init; }

    /// <summary>Foreign origins that may call the API from a browser.</summary>
    public required ImmutableArray<string> CorsOrigins { get; init; }

    /// <summary>Receivers of alerts.</summary>
    public required AlertSettings Alerts { get; init; }

    /// <summary>Most that a month may cost, in US dollars.</summary>
    public required decimal MonthlyBudget { get; init; }

    /// <summary>Policies that do not count for now.</summary>
    public required ImmutableArray<Exemption> Exemptions { get; init; }

    /// <summary>Secrets that the operator supplied, by the name of their setting.</summary>
    public required ImmutableDictionary<string, Output<string>> Secrets { get; init; }

    /// <summary>The Redis-compatible stores that run beside the services: none where the provider runs them.</summary>
    public IEnumerable<Redis> OwnStores => Cache.Managed ? [] : System.Needs<Redis>();

    /// <summary>The Redis-compatible stores that the provider runs.</summary>
    public IEnumerable<Redis> ManagedStores => Cache.Managed ? System.Needs<Redis>() : [];

    /// <summary>Where backups go; none where there is nothing to back up.</summary>
    public IEnumerable<Bucket> BackupBuckets => NeedsBackup ? [new() { Purpose = "backups", ExpireAfterDays = BackupRetentionDays, AppendOnly = true }] : [];

    /// <summary>Whether there is anything to back up: a database, or a store whose data are kept.</summary>
    public bool NeedsBackup => System.KeepsData;

    /// <summary>Whether data is protected and users are to be spared.</summary>
    public bool IsProduction => Tier == Tier.Production;

    /// <summary>Host name under which users reach the system.</summary>
    public string PublicHost => $"{Hostname}.{Domain}";

    /// <summary>Tags of cloud resources: the system, the environment, and both together, by which machines are found.</summary>
    public ImmutableArray<string> Tags => [System.Name, StackName, Prefix];

    /// <summary>Webhook of Slack, a secret; empty where there is none.</summary>
    public Output<string> SlackUrl => Secrets.GetValueOrDefault(SettingsCatalogue.SlackWebhookUrl.Name) ?? Output.Create("");

    /// <summary>Prefix of cloud resources' names: unique per system and stack.</summary>
    public string Prefix => $"{System.Name}-{StackName}";
}
