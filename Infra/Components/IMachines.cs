using Infra.Components.Cloud;
using Pulumi;

namespace Infra.Components;

/// <summary>What a system runs on: one server, or a cluster.</summary>
public interface IMachines
{
    /// <summary>The machines, for managed databases.</summary>
    TrustedSource TrustedSource { get; }

    /// <summary>The provider's names of what they consist of, for projects.</summary>
    ImmutableArray<Output<string>> Urns { get; }

    /// <summary>Ids of servers that stay; none where nodes come and go.</summary>
    ImmutableArray<Output<string>> Servers { get; }

    /// <summary>How to connect to a cluster, a secret; empty where there is none.</summary>
    Output<string> KubeConfig { get; }
}

/// <summary>A system that runs somewhere.</summary>
public interface IDeployedSystem
{
    /// <summary>Address of the system.</summary>
    Output<string> Url { get; }

    /// <summary>Public IPv4 address.</summary>
    Output<string> Address { get; }
}
