namespace Infra.Costs;

/// <summary>Types of resources that are known to cost nothing themselves. What is neither here nor priced is an error, never zero.</summary>
internal static class FreeTypes
{
    // DigitalOcean bills what these belong to (servers, databases, buckets), not the objects; sources: the pricing pages named in the price
    // book, which list no charge for them. Metric alerts: no page says that they cost; unconfirmed.
    // IAM and the configuration of a bucket are free of charge: aws.amazon.com/iam and aws.amazon.com/s3/pricing (2026-10).
    private static readonly ImmutableHashSet<string> Types = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "digitalocean:index/cdn:Cdn", // part of Spaces
        "digitalocean:index/certificate:Certificate",
        "digitalocean:index/containerRegistryDockerCredentials:ContainerRegistryDockerCredentials",
        "digitalocean:index/databaseConnectionPool:DatabaseConnectionPool",
        "digitalocean:index/databaseDb:DatabaseDb",
        "digitalocean:index/databaseFirewall:DatabaseFirewall",
        "digitalocean:index/databasePostgresqlConfig:DatabasePostgresqlConfig",
        "digitalocean:index/databaseUser:DatabaseUser",
        "digitalocean:index/databaseValkeyConfig:DatabaseValkeyConfig",
        "digitalocean:index/dnsRecord:DnsRecord",
        "digitalocean:index/domain:Domain",
        "digitalocean:index/firewall:Firewall",
        "digitalocean:index/monitorAlert:MonitorAlert",
        "digitalocean:index/project:Project",
        "digitalocean:index/projectResources:ProjectResources",
        "digitalocean:index/reservedIpAssignment:ReservedIpAssignment",
        "digitalocean:index/spacesBucketCorsConfiguration:SpacesBucketCorsConfiguration",
        "digitalocean:index/spacesKey:SpacesKey",
        "digitalocean:index/sshKey:SshKey",
        "digitalocean:index/tag:Tag",
        "digitalocean:index/uptimeAlert:UptimeAlert",
        "digitalocean:index/volumeAttachment:VolumeAttachment",
        "digitalocean:index/vpc:Vpc",
        "aws:iam/accessKey:AccessKey",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "aws:iam/policy:Policy",
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/user:User",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketNotification:BucketNotification",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketVersioning:BucketVersioning");

    // Run on the machine that deploys, or exist in the state only.
    private static readonly string[] Namespaces = ["command:", "docker:", "pulumi:providers:", "random:"];

    /// <summary>Whether a type costs nothing.</summary>
    public static bool Include(string type) => Types.Contains(type) || Namespaces.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));
}
