using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Cloud;

/// <summary>What a <see cref="Network"/> is made of.</summary>
public sealed record NetworkArgs : StackPartArgs
{
    /// <summary>Addresses, in CIDR notation: private, and of no other network of the account. A change replaces the network and all that is in it.</summary>
    public string IpRange => Settings.VpcRange;
}

/// <summary>A private network: servers, cluster and databases talk to each other in it and nowhere else.</summary>
public sealed class Network : ComponentResource
{
    /// <summary>Makes the network.</summary>
    public Network(string name, NetworkArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:Network", name, options)
    {
        var vpc = new Vpc(name, new VpcArgs
        {
            Name = $"{args.Prefix}-vpc",
            Region = args.Region,
            IpRange = args.IpRange,
            Description = $"Private network of {args.Prefix}",
        }, new CustomResourceOptions { Parent = this });

        Id = vpc.Id;
        IpRange = args.IpRange;
        RegisterOutputs(new Dictionary<string, object?> { ["id"] = Id });
    }

    /// <summary>Id of the network.</summary>
    public Output<string> Id { get; }

    /// <summary>Addresses of the network, in CIDR notation.</summary>
    public string IpRange { get; }
}
