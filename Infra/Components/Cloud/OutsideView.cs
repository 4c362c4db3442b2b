using Pulumi;
using Pulumi.DigitalOcean;

namespace Infra.Components.Cloud;

/// <summary>What an <see cref="OutsideView"/> is made of.</summary>
public sealed record OutsideViewArgs : StackPartArgs;

/// <summary>Looks at the system from outside, from two continents: is it up, is it fast, does its certificate last? This is what still
/// speaks up when everything that the platform runs itself is down.</summary>
public sealed class OutsideView : ComponentResource
{
    /// <summary>Makes the check and its alerts.</summary>
    public OutsideView(string name, OutsideViewArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:OutsideView", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var health = args.Settings.System.Edge.Routes.FirstOrDefault(route => route.Health)?.Path ?? "/";
        var check = new UptimeCheck(name, new UptimeCheckArgs
        {
            Name = args.Prefix,
            Target = $"https://{args.Settings.PublicHost}{health}",
            Type = "https",
            Regions = { "us_east", "eu_west" },
            Enabled = true,
        }, child);

        if (AlertReceivers.Any(args.Settings.Alerts))
        {
            Alert(name, "down", check, args, "down_global", "less_than", 1, "2m");
            Alert(name, "certificate", check, args, "ssl_expiry", "less_than", 14, "1h"); // days; it is renewed 30 days before its end
            Alert(name, "latency", check, args, "latency", "greater_than", (int)(args.Settings.System.Objectives.LatencyP95.TotalMilliseconds * 4), "5m"); // the way around the world included
        }

        RegisterOutputs(new Dictionary<string, object?> { ["check"] = check.Id });
    }

    private void Alert(string name, string what, UptimeCheck check, OutsideViewArgs args, string type, string comparison, int threshold, string period) =>
        new UptimeAlert($"{name}-{what}", new UptimeAlertArgs
        {
            CheckId = check.Id,
            Name = $"{args.Prefix}-{what}",
            Type = type,
            Comparison = comparison,
            Threshold = threshold,
            Period = period,
            Notifications = AlertReceivers.Uptime(args.Settings.Alerts, args.Settings.SlackUrl),
        }, new CustomResourceOptions { Parent = this });
}
