using k8s.Models;

namespace Infra.Facts.Pods;

/// <summary>A probe as the kubelet asks it, with what it takes where nothing is said.</summary>
/// <param name="Name">Its field: <c>livenessProbe</c>.</param>
/// <param name="Definition">The probe as it is written.</param>
public sealed record ProbeQuestion(string Name, V1Probe Definition)
{
    /// <summary>Seconds between two questions.</summary>
    public int Period => Definition.PeriodSeconds ?? 10;

    /// <summary>Seconds after which no answer counts as a failure.</summary>
    public int Timeout => Definition.TimeoutSeconds ?? 1;

    /// <summary>Failures in a row that count.</summary>
    public int Failures => Definition.FailureThreshold ?? 3;

    /// <summary>Seconds from the start of the container to the first question.</summary>
    public int Delay => Definition.InitialDelaySeconds ?? 0;

    /// <summary>Longest time in seconds that passes until what has stopped to answer is acted upon.</summary>
    public long Notices => ((long)Period * Failures) + Timeout;

    /// <summary>The port that it asks, by number or name; empty where it asks none.</summary>
    public string Port =>
        (Definition.HttpGet?.Port ?? Definition.TcpSocket?.Port)?.Value
            ?? Definition.Grpc?.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";

    /// <summary>Whether it asks anything.</summary>
    public bool AsksSomething => Definition.HttpGet is not null || Definition.TcpSocket is not null || Definition.Grpc is not null
        || Definition.Exec?.Command is { Count: > 0 };
}
