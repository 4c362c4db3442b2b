using System.Security.Cryptography;
using System.Text;
using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Cloud;

/// <summary>What a <see cref="Network"/> is made of.</summary>
public sealed record NetworkArgs
{
    /// <summary>Prefix of names: unique per system and stack.</summary>
    public required string Prefix { get; init; }

    /// <summary>Region.</summary>
    public required string Region { get; init; }
}

/// <summary>A private network: servers, cluster and databases talk to each other in it and nowhere else.</summary>
public sealed class Network : ComponentResource
{
    // Between the ranges that DigitalOcean keeps for itself (10.10 to 10.20, 10.46 to 10.49) and those that it gives to networks without one (from 10.100).
    private const int First = 52, Count = 44;

    /// <summary>Makes the network.</summary>
    public Network(string name, NetworkArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:Network", name, options)
    {
        var vpc = new Vpc(name, new VpcArgs
        {
            Name = $"{args.Prefix}-vpc",
            Region = args.Region,
            IpRange = RangeOf(args.Prefix),
            Description = $"Private network of {args.Prefix}",
        }, new CustomResourceOptions { Parent = this });

        Id = vpc.Id;
        IpRange = RangeOf(args.Prefix);
        RegisterOutputs(new Dictionary<string, object?> { ["id"] = Id });
    }

    /// <summary>Id of the network.</summary>
    public Output<string> Id { get; }

    /// <summary>Addresses of the network, in CIDR notation.</summary>
    public string IpRange { get; }

    /// <summary>Networks of one account must not overlap, so each environment has a range of its own, which stays the same from run to run.</summary>
    private static string RangeOf(string prefix)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(prefix));
        return $"10.{First + (hash[0] % Count)}.{hash[1] / 16 * 16}.0/20";
    }
}
