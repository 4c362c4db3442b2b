using Infra.Settings;
using Pulumi;
using Pulumi.DigitalOcean.Inputs;

namespace Infra.Components.Cloud;

/// <summary>Who is told by the provider's own checks.</summary>
internal static class AlertReceivers
{
    /// <summary>Whether anybody is told.</summary>
    public static bool Any(AlertSettings alerts) => !alerts.Emails.IsEmpty || alerts.SlackChannel.Length > 0;

    /// <summary>Receivers of checks from outside.</summary>
    public static UptimeAlertNotificationArgs Uptime(AlertSettings alerts, Output<string> slackUrl)
    {
        var receivers = new UptimeAlertNotificationArgs { Emails = alerts.Emails };
        if (alerts.SlackChannel.Length > 0)
        {
            receivers.Slacks = new UptimeAlertNotificationSlackArgs { Channel = alerts.SlackChannel, Url = slackUrl };
        }

        return receivers;
    }

    /// <summary>Receivers of alerts about machines.</summary>
    public static MonitorAlertAlertsArgs Machines(AlertSettings alerts, Output<string> slackUrl)
    {
        var receivers = new MonitorAlertAlertsArgs { Emails = alerts.Emails };
        if (alerts.SlackChannel.Length > 0)
        {
            receivers.Slacks = new MonitorAlertAlertsSlackArgs { Channel = alerts.SlackChannel, Url = slackUrl };
        }

        return receivers;
    }
}
