namespace Infra.Systems;

/// <summary>The two ways in which every system can be run (PL-03).</summary>
public enum Topology
{
    /// <summary>Docker Compose on one DigitalOcean droplet.</summary>
    Droplet,

    /// <summary>A DigitalOcean Kubernetes cluster.</summary>
    Kubernetes,
}
