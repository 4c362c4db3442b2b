using System.Text;
using System.Text.Json;
using Pulumi;

namespace Infra.Planning;

/// <summary>What the clouds would answer: values that only exist once a resource does, made up from its name. Addresses are of the
/// ranges for documentation (RFC 5737), hosts of the domain for examples (RFC 2606), secrets are marks.</summary>
internal static class SimulatedCloud
{
    /// <summary>Id of a resource. Droplets have numbers, everything else takes any text.</summary>
    public static string IdOf(string type, string name) => type == "digitalocean:index/droplet:Droplet" ? "100000001" : $"{name}-id";

    /// <summary>Outputs of a resource: its inputs, and what the cloud adds to them.</summary>
    public static ImmutableDictionary<string, object> StateOf(string type, string name, ImmutableDictionary<string, object> inputs)
    {
        object Secret(string property) => Output.CreateSecret(SecretMark.Of(name, property));
        Dictionary<string, object> added = type switch
        {
            "digitalocean:index/vpc:Vpc" => new() { ["vpcUrn"] = $"do:vpc:{name}" },
            "digitalocean:index/sshKey:SshKey" => new() { ["fingerprint"] = "3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa" },
            "digitalocean:index/droplet:Droplet" => new()
            {
                ["ipv4Address"] = "198.51.100.10",
                ["ipv4AddressPrivate"] = "10.20.0.2",
                ["dropletUrn"] = "do:droplet:100000001",
            },
            "digitalocean:index/reservedIp:ReservedIp" => new() { ["ipAddress"] = "198.51.100.20", ["reservedIpUrn"] = "do:reservedip:198.51.100.20" },
            "digitalocean:index/databaseCluster:DatabaseCluster" => new()
            {
                ["host"] = $"{name}.db.example.com",
                ["privateHost"] = $"private-{name}.db.example.com",
                ["port"] = 25060,
                ["user"] = "doadmin",
                ["database"] = "defaultdb",
                ["password"] = Secret("password"),
                ["uri"] = Secret("uri"),
                ["privateUri"] = Secret("privateUri"),
                ["clusterUrn"] = $"do:dbaas:{name}",
            },
            "digitalocean:index/databaseUser:DatabaseUser" => new() { ["password"] = Secret("password"), ["role"] = "normal" },
            "digitalocean:index/databaseConnectionPool:DatabaseConnectionPool" => new()
            {
                ["host"] = $"{name}.db.example.com",
                ["privateHost"] = $"private-{name}.db.example.com",
                ["port"] = 25061,
                ["password"] = Secret("password"),
                ["uri"] = Secret("uri"),
                ["privateUri"] = Secret("privateUri"),
            },
            "digitalocean:index/containerRegistry:ContainerRegistry" => new()
            {
                ["endpoint"] = $"registry.digitalocean.com/{inputs.GetValueOrDefault("name", name)}",
                ["serverUrl"] = "registry.digitalocean.com",
            },
            "digitalocean:index/containerRegistryDockerCredentials:ContainerRegistryDockerCredentials" => new()
            {
                ["dockerCredentials"] = Output.CreateSecret(DockerConfiguration(name)),
            },
            "digitalocean:index/kubernetesCluster:KubernetesCluster" => new()
            {
                ["endpoint"] = $"https://{name}.k8s.example.com",
                ["clusterUrn"] = $"do:kubernetes:{name}",
                ["kubeConfigs"] = Output.CreateSecret(ImmutableArray.Create<object>(ImmutableDictionary<string, object>.Empty
                    .Add("rawConfig", SecretMark.Of(name, "kubeconfig")))),
            },
            "digitalocean:index/databaseReplica:DatabaseReplica" => new()
            {
                ["uuid"] = $"{name}-uuid",
                ["host"] = $"{name}.db.example.com",
                ["privateHost"] = $"private-{name}.db.example.com",
                ["port"] = 25060,
                ["user"] = "doadmin",
                ["database"] = "defaultdb",
                ["password"] = Secret("password"),
                ["uri"] = Secret("uri"),
                ["privateUri"] = Secret("privateUri"),
            },
            "digitalocean:index/spacesBucket:SpacesBucket" => new()
            {
                ["bucketDomainName"] = $"{inputs.GetValueOrDefault("name", name)}.{inputs.GetValueOrDefault("region", "nyc3")}.spaces.example.com",
                ["bucketUrn"] = $"do:space:{inputs.GetValueOrDefault("name", name)}",
            },
            "digitalocean:index/cdn:Cdn" => new() { ["endpoint"] = $"{name}.cdn.example.com" },
            "aws:s3/bucket:Bucket" => new()
            {
                ["bucket"] = $"{inputs.GetValueOrDefault("bucketPrefix", $"{name}-")}0123abcd",
                ["arn"] = $"arn:aws:s3:::{inputs.GetValueOrDefault("bucketPrefix", $"{name}-")}0123abcd",
            },
            "aws:iam/accessKey:AccessKey" => new() { ["secret"] = Secret("secret") },
            "aws:iam/user:User" => new() { ["arn"] = $"arn:aws:iam::123456789012:user/{inputs.GetValueOrDefault("name", name)}" },
            "random:index/randomPassword:RandomPassword" => new() { ["result"] = Secret("result"), ["bcryptHash"] = Secret("bcryptHash") },
            "docker:index/image:Image" => new() { ["repoDigest"] = $"{inputs.GetValueOrDefault("imageName", name)}@sha256:{new string('0', 64)}" },
            "kubernetes:core/v1:Service" => new()
            {
                ["status"] = Map(("loadBalancer", Map(("ingress", ImmutableArray.Create<object>(Map(("ip", "198.51.100.30"))))))),
            },
            _ => [],
        };
        return inputs.SetItems(added);
    }

    /// <summary>The answer to a look-up.</summary>
    public static ImmutableDictionary<string, object> Answer(string token, ImmutableDictionary<string, object> arguments) => token switch
    {
        "digitalocean:index/getKubernetesVersions:getKubernetesVersions" => ImmutableDictionary<string, object>.Empty
            .Add("id", "versions")
            .Add("latestVersion", $"{arguments.GetValueOrDefault("versionPrefix", "1.36.")}0-do.0")
            .Add("validVersions", ImmutableArray.Create<object>($"{arguments.GetValueOrDefault("versionPrefix", "1.36.")}0-do.0")),
        "digitalocean:index/getDatabaseCa:getDatabaseCa" => ImmutableDictionary<string, object>.Empty
            .Add("id", "ca")
            .Add("clusterId", arguments.GetValueOrDefault("clusterId", ""))
            .Add("certificate", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
        "digitalocean:index/getContainerRegistry:getContainerRegistry" => arguments
            .SetItem("endpoint", $"registry.digitalocean.com/{arguments.GetValueOrDefault("name", "registry")}")
            .SetItem("serverUrl", "registry.digitalocean.com"),
        _ => arguments,
    };

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) => entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);

    /// <summary>A login as Docker keeps it. Base64 hides the marks of user and password, so the whole text carries one in the open.</summary>
    private static string DockerConfiguration(string name)
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SecretMark.Of(name, "user")}:{SecretMark.Of(name, "password")}"));
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["auths"] = new Dictionary<string, object>
            {
                ["registry.digitalocean.com"] = new Dictionary<string, string> { ["auth"] = login, ["identitytoken"] = SecretMark.Of(name, "dockerCredentials") },
            },
        });
    }
}
