using Pulumi;

namespace Infra;

/// <content>What others may know of a deployed stack: <c>pulumi stack output</c> shows it.</content>
public sealed partial class PlatformStack
{
    /// <summary>Name of the system: of its namespace, or of its directory below <c>/opt</c> on a server.</summary>
    [Output("system")]
    public Output<string> System { get; private set; }

    /// <summary><c>droplet</c> or <c>kubernetes</c>: how whoever operates the stack reaches it.</summary>
    [Output("topology")]
    public Output<string> Topology { get; private set; }

    /// <summary>Address of the system.</summary>
    [Output("url")]
    public Output<string> Url { get; private set; }

    /// <summary>Addresses that answer with success while the system is well, one a line.</summary>
    [Output("healthUrls")]
    public Output<string> HealthUrls { get; private set; }

    /// <summary>Public IPv4 address.</summary>
    [Output("address")]
    public Output<string> Address { get; private set; }

    /// <summary>Host and path under which images are pushed and pulled.</summary>
    [Output("registryEndpoint")]
    public Output<string> RegistryEndpoint { get; private set; }

    /// <summary>Name of the bucket; empty where the system has none.</summary>
    [Output("bucket")]
    public Output<string> Bucket { get; private set; }

    /// <summary>Host of the database on the private network; empty where the system has none.</summary>
    [Output("databaseHost")]
    public Output<string> DatabaseHost { get; private set; }

    /// <summary>Generated secrets of those who may ask the system for tokens, one <c>id=secret</c> a line; a secret.</summary>
    [Output("clientSecrets")]
    public Output<string> ClientSecrets { get; private set; }

    /// <summary>How to connect to the cluster, a secret; empty on a droplet.</summary>
    [Output("kubeconfig")]
    public Output<string> Kubeconfig { get; private set; }

    /// <summary>The outputs by name.</summary>
    internal IEnumerable<(string Name, Output<string> Value)> Outputs =>
    [
        ("system", System), ("topology", Topology), ("url", Url), ("healthUrls", HealthUrls), ("address", Address), ("registryEndpoint", RegistryEndpoint), ("bucket", Bucket), ("databaseHost", DatabaseHost), ("clientSecrets", ClientSecrets), ("kubeconfig", Kubeconfig),
    ];

    private static Output<string> None => Output.Create("");
}
