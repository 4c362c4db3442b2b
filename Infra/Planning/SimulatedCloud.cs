using System.Text;
using System.Text.Json;
using Pulumi;

namespace Infra.Planning;

/// <summary>What the clouds would answer. What they document is given as it will be; what only exists once a resource does is made up from
/// the resource's name, and in a way that nobody's settings can hold: addresses are of the range that is reserved for the future (RFC 1112,
/// 4), hosts of the domain for examples (RFC 2606), generated suffixes are fixed, secrets are marks. See
/// <see cref="SimulatedValues"/>.</summary>
internal static class SimulatedCloud
{
    private const string Suffix = "0123abcd";
    private const string DropletId = "100000001";
    private const string HostKey = "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA==";
    private const string Patch = "999-do.0"; // No version of Kubernetes gets so far.
    private const string Certificate = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----";

    private static readonly string Digest = $"sha256:{new string('0', 64)}";

    /// <summary>What is made up of the answers to look-ups.</summary>
    public static ImmutableArray<(string Function, string Property, string Text)> InventedAnswers { get; } =
    [
        ("getKubernetesVersions", "latestVersion", Patch),
        ("getDatabaseCa", "certificate", Certificate),
    ];

    /// <summary>Id of a resource. Droplets have numbers, everything else takes any text.</summary>
    public static string IdOf(string type, string name) => type == "digitalocean:index/droplet:Droplet" ? DropletId : $"{name}-id-{Suffix}";

    /// <summary>Outputs of a resource: its inputs, and what the cloud adds to them.</summary>
    public static ImmutableDictionary<string, object> StateOf(string type, string name, ImmutableDictionary<string, object> inputs) =>
        inputs.SetItems(Documented(type, name, inputs!)).SetItems(MadeUp(type, name, inputs!));

    /// <summary>The id and the outputs of a resource that only the cloud will know, as far as they are no secrets.</summary>
    public static IEnumerable<(string Property, string Text)> Invented(
        string type,
        string name,
        IReadOnlyDictionary<string, object?> inputs) =>
        MadeUp(type, name, inputs).SelectMany(output => Texts(output.Key, output.Value))
            .Select(output => (output.Property, Text: Core(type, output.Text)))
            .Append(("id", IdOf(type, name)));

    /// <summary>The answer to a look-up.</summary>
    public static ImmutableDictionary<string, object> Answer(string token, ImmutableDictionary<string, object> arguments) => token switch
    {
        "digitalocean:index/getKubernetesVersions:getKubernetesVersions" => ImmutableDictionary<string, object>.Empty
            .Add("id", "versions")
            .Add("latestVersion", $"{arguments.GetValueOrDefault("versionPrefix", "1.36.")}{Patch}")
            .Add("validVersions", ImmutableArray.Create<object>($"{arguments.GetValueOrDefault("versionPrefix", "1.36.")}{Patch}")),
        "digitalocean:index/getDatabaseCa:getDatabaseCa" => ImmutableDictionary<string, object>.Empty
            .Add("id", "ca")
            .Add("clusterId", arguments.GetValueOrDefault("clusterId", ""))
            .Add("certificate", $"{Certificate}\n"),
        "digitalocean:index/getContainerRegistry:getContainerRegistry" => arguments
            .SetItem("endpoint", $"registry.digitalocean.com/{arguments.GetValueOrDefault("name", "registry")}")
            .SetItem("serverUrl", "registry.digitalocean.com"),
        _ => arguments,
    };

    /// <summary>What the clouds' documentation says of a resource before it exists.</summary>
    private static Dictionary<string, object> Documented(
        string type,
        string name,
        IReadOnlyDictionary<string, object?> inputs) => type switch
        {
            // docs.digitalocean.com, Managed Databases: ports of servers and of their connection pools; the first login and its database.
            "digitalocean:index/databaseCluster:DatabaseCluster" or "digitalocean:index/databaseReplica:DatabaseReplica" => new()
            {
                ["port"] = 25060,
                ["user"] = "doadmin",
                ["database"] = "defaultdb",
            },
            "digitalocean:index/databaseConnectionPool:DatabaseConnectionPool" => new() { ["port"] = 25061 },
            "digitalocean:index/databaseUser:DatabaseUser" => new() { ["role"] = "normal" },
            "digitalocean:index/containerRegistry:ContainerRegistry" => new()
            {
                ["endpoint"] = $"registry.digitalocean.com/{inputs.GetValueOrDefault("name") ?? name}",
                ["serverUrl"] = "registry.digitalocean.com",
            },
            "digitalocean:index/spacesBucket:SpacesBucket" => new()
            {
                ["bucketDomainName"] =
                    $"{inputs.GetValueOrDefault("name") ?? name}.{inputs.GetValueOrDefault("region") ?? "nyc3"}.digitaloceanspaces.com",
                ["bucketUrn"] = $"do:space:{inputs.GetValueOrDefault("name") ?? name}",
            },
            _ => [],
        };

    private static Dictionary<string, object> MadeUp(string type, string name, IReadOnlyDictionary<string, object?> inputs)
    {
        object Secret(string property) => Output.CreateSecret(SecretMark.Of(name, property));
        return type switch
        {
            "digitalocean:index/vpc:Vpc" => new() { ["vpcUrn"] = $"do:vpc:{name}-{Suffix}" },
            "digitalocean:index/sshKey:SshKey" => new() { ["fingerprint"] = "3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa" },
            "digitalocean:index/droplet:Droplet" => new()
            {
                ["ipv4Address"] = "240.0.0.10",
                ["ipv4AddressPrivate"] = "240.0.0.11",
                ["dropletUrn"] = $"do:droplet:{DropletId}",
            },
            "digitalocean:index/reservedIp:ReservedIp" => new()
            {
                ["ipAddress"] = "240.0.0.20",
                ["reservedIpUrn"] = "do:reservedip:240.0.0.20",
            },
            "digitalocean:index/databaseCluster:DatabaseCluster" => new()
            {
                ["host"] = $"{name}.db.example.com",
                ["privateHost"] = $"private-{name}.db.example.com",
                ["password"] = Secret("password"),
                ["uri"] = Secret("uri"),
                ["privateUri"] = Secret("privateUri"),
                ["clusterUrn"] = $"do:dbaas:{name}-{Suffix}",
            },
            "digitalocean:index/databaseUser:DatabaseUser" => new() { ["password"] = Secret("password") },
            "digitalocean:index/databaseConnectionPool:DatabaseConnectionPool" => new()
            {
                ["host"] = $"{name}.db.example.com",
                ["privateHost"] = $"private-{name}.db.example.com",
                ["password"] = Secret("password"),
                ["uri"] = Secret("uri"),
                ["privateUri"] = Secret("privateUri"),
            },
            "digitalocean:index/containerRegistryDockerCredentials:ContainerRegistryDockerCredentials" => new()
            {
                ["dockerCredentials"] = Output.CreateSecret(DockerConfiguration(name)),
            },
            "digitalocean:index/kubernetesCluster:KubernetesCluster" => new()
            {
                ["endpoint"] = $"https://{name}.k8s.example.com",
                ["clusterUrn"] = $"do:kubernetes:{name}-{Suffix}",
                ["kubeConfigs"] = Output.CreateSecret(ImmutableArray.Create<object>(ImmutableDictionary<string, object>.Empty
                    .Add("rawConfig", SecretMark.Of(name, "kubeconfig")))),
            },
            "digitalocean:index/databaseReplica:DatabaseReplica" => new()
            {
                ["uuid"] = $"{name}-uuid-{Suffix}",
                ["host"] = $"{name}.db.example.com",
                ["privateHost"] = $"private-{name}.db.example.com",
                ["password"] = Secret("password"),
                ["uri"] = Secret("uri"),
                ["privateUri"] = Secret("privateUri"),
            },
            "digitalocean:index/cdn:Cdn" => new() { ["endpoint"] = $"{name}.cdn.example.com" },
            "aws:s3/bucket:Bucket" => new()
            {
                ["bucket"] = $"{inputs.GetValueOrDefault("bucketPrefix") ?? $"{name}-"}{Suffix}",
                ["arn"] = $"arn:aws:s3:::{inputs.GetValueOrDefault("bucketPrefix") ?? $"{name}-"}{Suffix}",
            },
            "aws:iam/accessKey:AccessKey" => new() { ["secret"] = Secret("secret") },
            "aws:iam/user:User" => new() { ["arn"] = $"arn:aws:iam::123456789012:user/{inputs.GetValueOrDefault("name") ?? name}" },
            "random:index/randomPassword:RandomPassword" => new() { ["result"] = Secret("result"), ["bcryptHash"] = Secret("bcryptHash") },
            "command:remote:Command" => new() { ["stdout"] = $"ecdsa-sha2-nistp256 {HostKey} root@server\n" },
            "docker:index/image:Image" => new() { ["repoDigest"] = $"{inputs.GetValueOrDefault("imageName") ?? name}@{Digest}" },
            "kubernetes:core/v1:Service" when IsReachedFromOutside(inputs) => new()
            {
                ["status"] = Map(("loadBalancer", Map(("ingress", ImmutableArray.Create<object>(Map(("ip", "240.0.0.30"))))))),
            },
            _ => [],
        };
    }

    /// <summary>Whether a Service gets an address of its own; one that is looked up is one that has.</summary>
    private static bool IsReachedFromOutside(IReadOnlyDictionary<string, object?> service) =>
        service.GetValueOrDefault("spec") is not IReadOnlyDictionary<string, object?> spec
        || spec.GetValueOrDefault("type") is "LoadBalancer";

    /// <summary>The texts of an output that is no secret, each by the name that is next to it.</summary>
    private static IEnumerable<(string Property, string Text)> Texts(string property, object? value) => value switch
    {
        string text => [(property, text)],
        IReadOnlyDictionary<string, object> map => map.SelectMany(entry => Texts(entry.Key, entry.Value)),
        IEnumerable<object> items => items.SelectMany(item => Texts(property, item)),
        _ => [],
    };

    /// <summary>The part that the program takes out of an output, where it takes a part.</summary>
    private static string Core(string type, string text) => type switch
    {
        "command:remote:Command" => HostKey,
        "docker:index/image:Image" => Digest,
        _ => text,
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
