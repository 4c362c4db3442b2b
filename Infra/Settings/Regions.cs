namespace Infra.Settings;

/// <summary>Regions of the clouds, as their own APIs name them.</summary>
public static class Regions
{
    /// <summary>DigitalOcean regions that offer droplets, Kubernetes and managed PostgreSQL and Valkey.
    /// Source: DigitalOcean's public API specification, options of managed databases (2026-05-01).</summary>
    public static ImmutableArray<string> DigitalOcean { get; } =
        ["ams3", "atl1", "blr1", "fra1", "lon1", "nyc1", "nyc3", "ric1", "sfo2", "sfo3", "sgp1", "syd1", "tor1"];

    /// <summary>The region of a container registry: the nearest of the few that offer it. Source: DigitalOcean API specification,
    /// registry_create.yml (2026-08): nyc3, sfo3, ams3, sgp1, fra1.</summary>
    /// <param name="region">One of <see cref="DigitalOcean"/>.</param>
    public static string RegistryFor(string region) => region switch
    {
        "sfo2" or "sfo3" => "sfo3",
        "ams3" or "lon1" => "ams3",
        "fra1" => "fra1",
        "blr1" or "sgp1" or "syd1" => "sgp1",
        _ => "nyc3",
    };

    /// <summary>AWS regions that are open without opting in. Source: AWS account documentation, "Specify which AWS Regions your account can use".</summary>
    public static ImmutableArray<string> Aws { get; } =
    [
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ];
}
