using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Cloud;

/// <summary>What <see cref="DnsRecords"/> are made of.</summary>
public sealed record DnsRecordsArgs : StackPartArgs
{
    /// <summary>IPv4 address that the name leads to.</summary>
    public required Output<string> Address { get; init; }
}

/// <summary>The system's name, and who may issue certificates for it.</summary>
public sealed class DnsRecords : ComponentResource
{
    /// <summary>Makes the records.</summary>
    public DnsRecords(string name, DnsRecordsArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:DnsRecords", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var address = new DnsRecord($"{name}-a", new DnsRecordArgs
        {
            Domain = args.Settings.Domain,
            Name = args.Settings.Hostname,
            Type = "A",
            Value = args.Address,
            Ttl = 300,
        }, child);
        new DnsRecord($"{name}-caa", new DnsRecordArgs
        {
            Domain = args.Settings.Domain,
            Name = args.Settings.Hostname,
            Type = "CAA",
            Flags = 0,
            Tag = "issue",
            Value = "letsencrypt.org.",
            Ttl = 3600,
        }, child);
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = address.Name });
    }
}
