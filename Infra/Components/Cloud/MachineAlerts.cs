using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Cloud;

/// <summary>What <see cref="MachineAlerts"/> are made of.</summary>
public sealed record MachineAlertsArgs : StackPartArgs
{
    /// <summary>Ids of servers; none where machines are found by their tag.</summary>
    public required ImmutableArray<Output<string>> Servers { get; init; }
}

/// <summary>The provider's own alerts about servers and nodes: processor, memory, disk (WP-06). They need nothing that runs on the machine but its agent.</summary>
public sealed class MachineAlerts : ComponentResource
{
    /// <summary>Makes the alerts.</summary>
    public MachineAlerts(string name, MachineAlertsArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:MachineAlerts", name, options)
    {
        if (AlertReceivers.Any(args.Settings.Alerts))
        {
            Alert(name, "cpu", "v1/insights/droplet/cpu", 80, "takes more than 80 % of its processors", args);
            Alert(name, "memory", "v1/insights/droplet/memory_utilization_percent", 90, "takes more than 90 % of its memory", args);
            Alert(name, "disk", "v1/insights/droplet/disk_utilization_percent", 80, "has less than 20 % of its disk free", args);
        }

        RegisterOutputs();
    }

    private void Alert(string name, string what, string type, double value, string says, MachineAlertsArgs args)
    {
        var alert = new MonitorAlertArgs
        {
            Type = type,
            Compare = "GreaterThan",
            Value = value,
            Window = "5m",
            Enabled = true,
            Description = $"A machine of {args.Prefix} {says}",
            Alerts = AlertReceivers.Machines(args.Settings.Alerts, args.Settings.SlackUrl),
        };
        if (args.Servers.IsEmpty)
        {
            alert.Tags = args.Prefix;
        }
        else
        {
            alert.Entities = args.Servers.Select(id => (Input<string>)id).ToArray();
        }

        new MonitorAlert($"{name}-{what}", alert, new CustomResourceOptions { Parent = this });
    }
}
