namespace Infra.Files.Observability.Prometheus;

/// <summary>A series that Prometheus computes and keeps. Named level:metric:operations (Prometheus documentation, practices/rules).</summary>
/// <param name="Name">Name of the series.</param>
/// <param name="Expression">PromQL expression.</param>
public sealed record RecordingRule(string Name, string Expression);
