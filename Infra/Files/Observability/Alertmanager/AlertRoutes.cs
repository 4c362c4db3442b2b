using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Observability.Alertmanager;

/// <summary>Who is told about what: P0 pages and is written everywhere, P1 is written to the channel and by mail, P2 to the channel only, or by mail where there is none (FA-06).
/// Receivers that are not set up do not appear; an alert goes to what is left.</summary>
public static class AlertRoutes
{
    /// <summary>The configuration of a stack.</summary>
    public static AlertmanagerFile Of(StackSettings settings)
    {
        var severities = Enum.GetValues<AlertSeverity>().OrderDescending().ToList();
        var receivers = severities.Select(severity => Receiver(settings, severity)).ToDictionary(receiver => receiver.Name);
        var usual = Name(AlertSeverity.Warning);
        return new()
        {
            Global = new() { ResolveTimeout = "5m" },
            Route = new()
            {
                Receiver = usual,
                GroupBy = ["alertname", "system"],
                GroupWait = "30s",
                GroupInterval = "5m",
                RepeatInterval = "12h",
                Routes = [.. severities.Select(severity => Route(severity))],
            },
            InhibitRules = Inhibitions,
            Receivers = [.. receivers.Values],
        };
    }

    /// <summary>Renders the files below <c>alertmanager/</c>.</summary>
    internal static IEnumerable<HostFile> Render(StackSettings settings) => [new("alertmanager/alertmanager.yml", Text(settings))];

    /// <summary>The configuration as text.</summary>
    public static string Text(StackSettings settings) => ObservabilityYaml.Write(Of(settings));

    private static RouteNode Route(AlertSeverity severity) => new()
    {
        Receiver = Name(severity),
        Matchers = [$"severity=\"{Label(severity)}\""],

        // A page waits for nothing but the alerts that come with it; what can wait until tomorrow is said once a day.
        GroupWait = severity switch { AlertSeverity.Critical => "10s", AlertSeverity.Warning => "30s", _ => "5m" },
        RepeatInterval = severity switch { AlertSeverity.Critical => "1h", AlertSeverity.Warning => "12h", _ => "24h" },
    };

    /// <summary>What users' requests show, whatever the cause.</summary>
    private const string Failing = "HighErrorRate|ServerErrors|HighLatency|ErrorBudgetBurns.+|LatencyBudgetBurns.+";

    /// <summary>An alert keeps quiet what only follows from it. Alerts are compared within one system.</summary>
    private static IReadOnlyList<InhibitNode> Inhibitions =>
    [
        // The same thing at two severities.
        Inhibit("severity=\"critical\"", "severity=~\"warning|info\"", "alertname", "system"),
        Inhibit("alertname=\"DiskFull\"", "alertname=\"DiskSpaceLow\"", "instance", "mountpoint", "system"),
        Inhibit("alertname=~\"ErrorBudgetBurnsFast|LatencyBudgetBurnsFast\"", "alertname=~\"ErrorBudgetBurnsSlowly|LatencyBudgetBurnsSlowly\"", "objective", "system"),

        // Without its database or its store a service is slow, fails, and burns its budget.
        Inhibit("alertname=~\"DatabaseDown|RedisDown\"", $"alertname=~\"EndpointDown|{Failing}|DatabaseSlow|QueueStuck|CacheHitRateLow\"", "system"),

        // What does not run cannot be reached, and serves nothing.
        Inhibit("alertname=\"ServiceDown\"", $"alertname=~\"EndpointDown|{Failing}|ProcessingVolumeLow|ResultQualityLow|CacheHitRateLow\"", "system"),
        Inhibit("alertname=\"WorkerDown\"", "alertname=\"QueueStuck\"", "system"),

        // Who cannot be reached fails in the eyes of users, and whoever fails burns his budget.
        Inhibit("alertname=\"EndpointDown\"", $"alertname=~\"{Failing}\"", "system"),
        Inhibit("alertname=\"HighErrorRate\"", "alertname=~\"ServerErrors|HighLatency|ErrorBudgetBurns.+|LatencyBudgetBurns.+\"", "system"),
    ];

    private static InhibitNode Inhibit(string source, string target, params string[] equal) => new() { SourceMatchers = [source], TargetMatchers = [target], Equal = equal };

    private static ReceiverNode Receiver(StackSettings settings, AlertSeverity severity)
    {
        var alerts = settings.Alerts;
        var bySlack = alerts.SlackChannel.Length > 0 && settings.Secrets.ContainsKey(AlertmanagerSecrets.Slack.Setting);
        var byMail = alerts.ByMail && (severity >= AlertSeverity.Warning || !bySlack);
        var byPage = settings.Secrets.ContainsKey(AlertmanagerSecrets.PagerDuty.Setting) && severity == AlertSeverity.Critical;
        return new()
        {
            Name = Name(severity),
            SlackConfigs = bySlack ? [Slack(settings, severity)] : null,
            EmailConfigs = byMail ? [.. alerts.Emails.Select(address => Mail(settings, address))] : null,
            PagerDutyConfigs = byPage ? [Page(settings)] : null,
        };
    }

    private static string Label(AlertSeverity severity) => severity.ToString().ToLowerInvariant();

    private static string Name(AlertSeverity severity) => severity switch { AlertSeverity.Critical => "p0", AlertSeverity.Warning => "p1", _ => "p2" };

    private static SlackNode Slack(StackSettings settings, AlertSeverity severity) => new()
    {
        ApiUrlFile = AlertmanagerSecrets.Path(settings.Topology, AlertmanagerSecrets.Slack),
        Channel = settings.Alerts.SlackChannel,
        Color = $"{{{{ if eq .Status \"firing\" }}}}{(severity == AlertSeverity.Critical ? "danger" : "warning")}{{{{ else }}}}good{{{{ end }}}}",
        Title = $"{Name(severity).ToUpperInvariant()} {{{{ .CommonLabels.system }}}}: {{{{ .CommonLabels.alertname }}}} ({{{{ .Status }}}}, {{{{ len .Alerts }}}})",
        TitleLink = "{{ .CommonAnnotations.runbook_url }}",
        Text = "{{ range .Alerts }}*{{ .Annotations.summary }}*\n{{ .Annotations.description }}\n<{{ .Annotations.runbook_url }}|Runbook>\n{{ end }}",
    };

    private static EmailNode Mail(StackSettings settings, string address) => new()
    {
        To = address,
        From = $"alerts@{settings.PublicHost}",
        Smarthost = settings.Alerts.SmtpServer,
        AuthUsername = settings.Alerts.SmtpUser.Length > 0 ? settings.Alerts.SmtpUser : null,
        AuthPasswordFile = settings.Alerts.SmtpUser.Length > 0 ? AlertmanagerSecrets.Path(settings.Topology, AlertmanagerSecrets.Smtp) : null,
        Headers = new Dictionary<string, string>
        {
            ["Subject"] = "{{ .CommonLabels.system }}: {{ .CommonLabels.alertname }} ({{ .Status }})",
        },
    };

    private static PagerDutyNode Page(StackSettings settings) => new()
    {
        RoutingKeyFile = AlertmanagerSecrets.Path(settings.Topology, AlertmanagerSecrets.PagerDuty),
        Severity = "critical",
        Description = "{{ .CommonLabels.system }}: {{ .CommonAnnotations.summary }}",
        Details = new Dictionary<string, string>
        {
            ["description"] = "{{ .CommonAnnotations.description }}",
            ["runbook"] = "{{ .CommonAnnotations.runbook_url }}",
            ["firing"] = "{{ .Alerts.Firing | len }}",
        },
    };
}
