using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Observability.Alertmanager;

/// <summary>A secret that Alertmanager reads from a file.</summary>
/// <param name="File">Name of the file in the directory of secrets, and key in a Secret.</param>
/// <param name="Setting">Name of the setting that holds it.</param>
public sealed record AlertmanagerSecret(string File, string Setting);

/// <summary>The secrets of Alertmanager. Its configuration names their files; it never holds them.</summary>
public static class AlertmanagerSecrets
{
    /// <summary>Name of the Secret on Kubernetes, which Prometheus' operator mounts by this name.</summary>
    public const string SecretName = "alertmanager-receivers";

    /// <summary>Directory in the container.</summary>
    public static string Directory(Topology topology) => topology == Topology.Droplet ? "/run/secrets/alertmanager" : $"/etc/alertmanager/secrets/{SecretName}";

    /// <summary>Address of Slack's webhook.</summary>
    public static AlertmanagerSecret Slack { get; } = new("slack-webhook-url", SettingsCatalogue.SlackWebhookUrl.Name);

    /// <summary>Routing key of PagerDuty.</summary>
    public static AlertmanagerSecret PagerDuty { get; } = new("pagerduty-routing-key", SettingsCatalogue.PagerDutyRoutingKey.Name);

    /// <summary>Password at the mail server.</summary>
    public static AlertmanagerSecret Smtp { get; } = new("smtp-password", SettingsCatalogue.SmtpPassword.Name);

    /// <summary>The secrets that a stack has: the deployment writes a file for each.</summary>
    public static ImmutableArray<AlertmanagerSecret> Of(StackSettings settings) =>
        [.. new[] { Slack, PagerDuty, Smtp }.Where(secret => settings.Secrets.ContainsKey(secret.Setting))];

    /// <summary>Path of a secret's file in the container.</summary>
    public static string Path(Topology topology, AlertmanagerSecret secret) => $"{Directory(topology)}/{secret.File}";
}
