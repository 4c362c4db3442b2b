namespace Infra.Reports;

/// <summary>Properties whose change makes a provider replace a resource instead of updating it, for the types that the program uses.</summary>
public static class ReplacingProperties
{
    // DigitalOcean: ForceNew in the schemas of digitalocean/terraform-provider-digitalocean, digitalocean/*/resource_*.go (2026-08), which Pulumi bridges.
    // AWS: arguments marked "Forces new resource" in the documentation of hashicorp/terraform-provider-aws (2026-08).
    // Random: every argument, registry.terraform.io/providers/hashicorp/random (2026-08).
    // Command: replaceOnChanges in the schema of pulumi/pulumi-command 1.2 (2026-03).
    // Kubernetes: provider/pkg/provider/diff.go of pulumi/pulumi-kubernetes (2026); the fields that the API server itself calls immutable.
    private static readonly ImmutableDictionary<string, string[]> ByType = new Dictionary<string, string[]>
    {
        ["digitalocean:index/vpc:Vpc"] = ["region", "ipRange"],
        ["digitalocean:index/droplet:Droplet"] = ["image", "region", "sshKeys", "userData", "monitoring", "dropletAgent", "vpcUuid"],
        ["digitalocean:index/sshKey:SshKey"] = ["publicKey"],
        ["digitalocean:index/reservedIp:ReservedIp"] = ["region"],
        ["digitalocean:index/reservedIpAssignment:ReservedIpAssignment"] = ["ipAddress", "dropletId"],
        ["digitalocean:index/volume:Volume"] = ["region", "name", "snapshotId"],
        ["digitalocean:index/volumeAttachment:VolumeAttachment"] = ["dropletId", "volumeId"],
        ["digitalocean:index/kubernetesCluster:KubernetesCluster"] = ["region", "vpcUuid", "clusterSubnet", "serviceSubnet", "nodePool.size"],
        ["digitalocean:index/kubernetesNodePool:KubernetesNodePool"] = ["clusterId", "size"],
        ["digitalocean:index/databaseCluster:DatabaseCluster"] = ["name", "engine", "privateNetworkUuid", "projectId"],
        ["digitalocean:index/databaseReplica:DatabaseReplica"] = ["clusterId", "name", "region", "privateNetworkUuid", "tags"],
        ["digitalocean:index/databaseDb:DatabaseDb"] = ["clusterId", "name"],
        ["digitalocean:index/databaseUser:DatabaseUser"] = ["clusterId", "name"],
        ["digitalocean:index/databaseConnectionPool:DatabaseConnectionPool"] = ["clusterId", "name", "user", "mode", "size", "dbName"],
        ["digitalocean:index/databaseFirewall:DatabaseFirewall"] = ["clusterId"],
        ["digitalocean:index/databasePostgresqlConfig:DatabasePostgresqlConfig"] = ["clusterId"],
        ["digitalocean:index/databaseValkeyConfig:DatabaseValkeyConfig"] = ["clusterId"],
        ["digitalocean:index/containerRegistry:ContainerRegistry"] = ["name", "region"],
        ["digitalocean:index/containerRegistryDockerCredentials:ContainerRegistryDockerCredentials"] = ["registryName", "write"],
        ["digitalocean:index/loadBalancer:LoadBalancer"] = ["region", "type", "vpcUuid", "network"],
        ["digitalocean:index/dnsRecord:DnsRecord"] = ["domain", "type"],
        ["digitalocean:index/domain:Domain"] = ["name", "ipAddress"],
        ["digitalocean:index/spacesBucket:SpacesBucket"] = ["name", "region"],
        ["digitalocean:index/spacesBucketCorsConfiguration:SpacesBucketCorsConfiguration"] = ["bucket", "region"],
        ["digitalocean:index/certificate:Certificate"] = ["name", "type", "domains", "privateKey", "leafCertificate", "certificateChain"],
        ["digitalocean:index/cdn:Cdn"] = ["origin"],
        ["digitalocean:index/uptimeAlert:UptimeAlert"] = ["checkId"],
        ["digitalocean:index/projectResources:ProjectResources"] = ["project"],
        ["aws:s3/bucket:Bucket"] = ["bucket", "bucketPrefix", "objectLockEnabled"],
        ["aws:s3/bucketPolicy:BucketPolicy"] = ["bucket"],
        ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] = ["bucket"],
        ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"] = ["bucket"],
        ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"] = ["bucket"],
        ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"] = ["bucket"],
        ["aws:s3/bucketVersioning:BucketVersioning"] = ["bucket"],
        ["aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"] = ["bucket"],
        ["aws:iam/accessKey:AccessKey"] = ["user", "pgpKey"],
        ["aws:iam/userPolicy:UserPolicy"] = ["name", "namePrefix", "user"],
        ["random:index/randomPassword:RandomPassword"] = [""],
        ["random:index/randomString:RandomString"] = [""],
        ["random:index/randomId:RandomId"] = [""],
        ["command:remote:Command"] = ["triggers"],
        ["command:remote:CopyToRemote"] = ["triggers"],
        ["kubernetes:core/v1:ConfigMap"] = ["immutable"], // Its data are changed in place: the program's provider is told so, as REL-08 makes sure.
        ["kubernetes:core/v1:Secret"] = ["type", "immutable"], // As above.
        ["kubernetes:core/v1:Service"] = ["spec.clusterIP"],
        ["kubernetes:core/v1:ResourceQuota"] = ["spec.scopes"],
        ["kubernetes:core/v1:PersistentVolumeClaim"] = ["spec"],
        ["kubernetes:apps/v1:Deployment"] = ["spec.selector"],
        ["kubernetes:apps/v1:DaemonSet"] = ["spec.selector"],
        ["kubernetes:apps/v1:StatefulSet"] = ["spec.podManagementPolicy", "spec.revisionHistoryLimit", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
        ["kubernetes:batch/v1:Job"] = ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
        ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"] = ["roleRef"],
        ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"] = ["roleRef"],
        ["kubernetes:storage.k8s.io/v1:StorageClass"] = ["parameters", "provisioner"],
        ["kubernetes:scheduling.k8s.io/v1:PriorityClass"] = ["value"],
        ["kubernetes:helm.sh/v3:Release"] = ["name", "namespace"],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    // Every object of Kubernetes is named by these.
    private static readonly string[] OfObjects = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

    /// <summary>The properties of a type.</summary>
    public static IEnumerable<string> Of(string type)
    {
        var own = ByType.GetValueOrDefault(type, []);
        return type.StartsWith("kubernetes:", StringComparison.Ordinal) && !type.StartsWith("kubernetes:helm.sh/", StringComparison.Ordinal) ? own.Concat(OfObjects) : own;
    }

    /// <summary>Whether a change at a path replaces a resource.</summary>
    /// <param name="type">Type of the resource.</param>
    /// <param name="path">Path of names; positions in lists stand in brackets.</param>
    public static bool Force(string type, string path) => Of(type).Any(property =>
        property.Length == 0 || (path.StartsWith(property, StringComparison.Ordinal) && (path.Length == property.Length || path[property.Length] is '.' or '[')));
}
