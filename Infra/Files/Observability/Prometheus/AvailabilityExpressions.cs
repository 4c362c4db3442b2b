using Infra.Systems;
using static Infra.Files.Observability.Prometheus.InputSeries;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Does it answer?</summary>
internal static class AvailabilityExpressions
{
    public static MeasuredCondition ServiceDown(SystemDefinition system, AlertCondition.ServiceDown condition)
    {
        // A service that is gone has no targets and no series: only absent() notices. The blackbox exporter asks those without metrics of their own.
        var own = !system.Service(condition.Service).Metrics.IsEmpty;
        var series = own ? $"up{{job=\"{condition.Service}\"" : $"probe_success{{job=\"{JobNames.Probes}\",service=\"{condition.Service}\"";
        return new()
        {
            Expression = $"absent({series}}} == 1)",
            Labels = MeasuredCondition.Service(condition.Service),
            Summary = $"No instance of {condition.Service} answers",
            Description = $"Not one instance of {system.Name}'s service {condition.Service} answers {(own ? "when its metrics are fetched" : "its health probe")}.",
            Fires = [Constant($"{series},instance=\"10.0.0.1:8000\"}}", 0)],
            StaysSilent = [Constant($"{series},instance=\"10.0.0.1:8000\"}}", 0), Constant($"{series},instance=\"10.0.0.2:8000\"}}", 1)],
        };
    }

    public static MeasuredCondition EndpointDown(SystemDefinition system)
    {
        const string Series = $"probe_success{{job=\"{JobNames.Endpoints}\",instance=\"https://host/health\"}}";
        return new()
        {
            Expression = $"probe_success{{{PromQl.UserEndpoints(system)}}} == 0",
            Summary = "{{ $labels.instance }} cannot be reached",
            Description = $"A request to {{{{ $labels.instance }}}} of {system.Name}, made as users make it, fails: name, certificate, edge or service.",
            Fires = [Constant(Series, 0)],
            StaysSilent = [Constant(Series, 1)],
        };
    }

    public static MeasuredCondition CertificateExpires(AlertCondition.CertificateExpiresWithin condition)
    {
        const string Series = $"probe_ssl_earliest_cert_expiry{{job=\"{JobNames.Endpoints}\",instance=\"https://host/health\"}}";
        return new()
        {
            Expression = $"probe_ssl_earliest_cert_expiry{{job=\"{JobNames.Endpoints}\"}} - time() < {PromQl.Number(condition.Left.TotalSeconds)}",
            Summary = "The certificate of {{ $labels.instance }} is about to expire",
            Description = "The certificate of {{ $labels.instance }} expires in {{ $value | humanizeDuration }}: its renewal has failed for weeks.",
            Fires = [Constant(Series, condition.Left.TotalSeconds / 2)],
            StaysSilent = [Constant(Series, condition.Left.TotalSeconds * 2)],
        };
    }

    public static MeasuredCondition ExporterDown()
    {
        static string Series(string job) => $"up{{job=\"{job}\",instance=\"exporter:9100\"}}";
        return new()
        {
            Expression = $"up{{job=~\"{string.Join('|', JobNames.Exporters)}\"}} == 0",
            Summary = "{{ $labels.job }} does not answer",
            Description = "{{ $labels.job }} at {{ $labels.instance }} does not answer: what it watches is out of sight, and its alerts are silent.",
            Fires = [Constant(Series(JobNames.Exporters[0]), 0)],
            StaysSilent = [.. JobNames.Exporters.Select(job => Constant(Series(job), 1))],
        };
    }

    public static MeasuredCondition NotificationsFail()
    {
        const string Series = "alertmanager_notifications_failed_total{integration=\"slack\",instance=\"alertmanager:9093\"}";
        return new()
        {
            Expression = $"sum without (reason, receiver_name) (rate(alertmanager_notifications_failed_total[{PromQl.Range}])) > 0",
            Summary = "Alerts do not get through to {{ $labels.integration }}",
            Description = "Alertmanager fails to deliver {{ $value | humanize }} notifications a second to {{ $labels.integration }}.",
            Fires = [Growing(Series, 0.1)],
            StaysSilent = [Constant(Series, 7)],
        };
    }

    public static MeasuredCondition ReloadFailed()
    {
        const string Series = "prometheus_config_last_reload_successful{instance=\"prometheus:9090\"}";
        return new()
        {
            Expression = "prometheus_config_last_reload_successful == 0",
            Summary = "Prometheus could not load its configuration",
            Description = "Prometheus goes on with the configuration from before the last change; new targets and alerts are missing.",
            Fires = [Constant(Series, 0)],
            StaysSilent = [Constant(Series, 1)],
        };
    }
}
