using Infra.Components.Cloud;
using Pulumi;
using Pulumi.DigitalOcean;
using Pulumi.DigitalOcean.Inputs;
using DigitalOceanDroplet = Pulumi.DigitalOcean.Droplet;

namespace Infra.Components.Droplet;

/// <summary>What a <see cref="DropletServer"/> is made of.</summary>
public sealed record DropletServerArgs : StackPartArgs
{
    /// <summary>Private network.</summary>
    public required Network Network { get; init; }

    /// <summary>What cloud-init does at the first start; at most 64 KiB.</summary>
    public required string UserData { get; init; }
}

/// <summary>A server with an address that survives it, behind a firewall that lets in the web for everybody and SSH for administrators.</summary>
public sealed class DropletServer : ComponentResource, IMachines
{
    /// <summary>Most that DigitalOcean takes as user data, in bytes. Source: DigitalOcean API specification, droplet_create (2026-08).</summary>
    public const int LargestUserData = 64 * 1024;

    private static readonly string[] Anywhere = ["0.0.0.0/0", "::/0"];

    /// <summary>Makes the server.</summary>
    /// <exception cref="ArgumentException">The user data is larger than <see cref="LargestUserData"/>.</exception>
    public DropletServer(string name, DropletServerArgs args, ComponentResourceOptions? options = null)
        : base("infra:droplet:Server", name, options)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(args.UserData) > LargestUserData)
        {
            throw new ArgumentException($"the user data of {name} is larger than {LargestUserData} bytes: copy files to the server instead", nameof(args));
        }

        var child = new CustomResourceOptions { Parent = this };
        var droplet = new DigitalOceanDroplet(name, new DropletArgs
        {
            Name = args.Prefix,
            Region = args.Region,
            Size = args.Settings.Droplet.Size,
            Image = args.Settings.Droplet.Image,
            VpcUuid = args.Network.Id,
            SshKeys = AdministratorKeys.Fingerprints(this, name, args),
            UserData = args.UserData,
            Monitoring = true,
            Ipv6 = false,
            GracefulShutdown = true,
            ResizeDisk = false, // A larger disk cannot shrink again; processor and memory can.
            Tags = args.Tags,
        }, new CustomResourceOptions
        {
            Parent = this,
            Protect = args.Protect,

            // All three would replace a running server. They count for a new one; this one is changed by its scripts.
            IgnoreChanges = { "image", "sshKeys", "userData" },
        });

        var address = new ReservedIp($"{name}-address", new ReservedIpArgs { Region = args.Region }, new CustomResourceOptions { Parent = this, Protect = args.Protect });
        var id = droplet.Id.Apply(text => int.TryParse(text, out var number) ? number : 0); // The provider's ids are numbers; those of tests need not be.
        var assignment = new ReservedIpAssignment($"{name}-address-assignment", new ReservedIpAssignmentArgs
        {
            IpAddress = address.IpAddress,
            DropletId = id,
        }, child);

        new Firewall($"{name}-firewall", new FirewallArgs
        {
            Name = $"{args.Prefix}-firewall",
            DropletIds = id,
            InboundRules =
            {
                new FirewallInboundRuleArgs { Protocol = "tcp", PortRange = "22", SourceAddresses = args.Settings.AdminCidrs },
                new FirewallInboundRuleArgs { Protocol = "tcp", PortRange = "80", SourceAddresses = Anywhere },
                new FirewallInboundRuleArgs { Protocol = "tcp", PortRange = "443", SourceAddresses = Anywhere },
            },
            OutboundRules =
            {
                new FirewallOutboundRuleArgs { Protocol = "tcp", PortRange = "1-65535", DestinationAddresses = Anywhere },
                new FirewallOutboundRuleArgs { Protocol = "udp", PortRange = "1-65535", DestinationAddresses = Anywhere },
                new FirewallOutboundRuleArgs { Protocol = "icmp", DestinationAddresses = Anywhere },
            },
        }, child);

        Address = assignment.IpAddress;
        Id = droplet.Id;
        Servers = [Id];
        Urns = [droplet.DropletUrn, address.ReservedIpUrn];
        TrustedSource = new("droplet", droplet.Id);
        RegisterOutputs(new Dictionary<string, object?> { ["address"] = Address });
    }

    /// <summary>Public IPv4 address, which stays when the server is replaced.</summary>
    public Output<string> Address { get; }

    /// <summary>Id of the droplet.</summary>
    public Output<string> Id { get; }

    /// <inheritdoc/>
    public ImmutableArray<Output<string>> Servers { get; }

    /// <inheritdoc/>
    public Output<string> KubeConfig { get; } = Output.Create("");

    /// <summary>The provider's names of the server and its address, for projects.</summary>
    public ImmutableArray<Output<string>> Urns { get; }

    /// <summary>The server, for managed databases.</summary>
    public TrustedSource TrustedSource { get; }
}
