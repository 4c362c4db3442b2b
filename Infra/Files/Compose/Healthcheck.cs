using System.Globalization;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>How Docker asks whether a container is well.</summary>
/// <param name="Test">Program and arguments after the word CMD: no shell is involved.</param>
/// <param name="Interval">Time between two questions.</param>
/// <param name="Timeout">Time after which no answer is a failure.</param>
/// <param name="Retries">Failures in a row after which it is unwell.</param>
/// <param name="StartPeriod">Time in which failures do not count.</param>
/// <param name="StartInterval">Time between two questions until the first success.</param>
public sealed record Healthcheck(
    ImmutableArray<string> Test, string Interval, string Timeout, int Retries, string StartPeriod, string StartInterval)
{
    /// <summary>The health check of a service: whether it can take traffic, where it tells; else whether it is alive.</summary>
    public static Healthcheck? Of(Service service)
    {
        var probe = service.ProbesOf(ProbeKind.Readiness).Concat(service.ProbesOf(ProbeKind.Liveness)).FirstOrDefault();
        if (probe is null)
        {
            return null;
        }

        var startup = service.ProbesOf(ProbeKind.Startup).FirstOrDefault() ?? probe;
        var grace = startup.InitialDelay + (startup.Period * startup.FailureThreshold);
        return new(Command(service, probe.Action), Duration.Of(probe.Period), Duration.Of(probe.Timeout), probe.FailureThreshold, Duration.Of(grace), "2s");
    }

    /// <summary>A program of the image that asks.</summary>
    public static Healthcheck Running(params ImmutableArray<string> program) => new(["CMD", .. program], "10s", "3s", 3, "30s", "1s");

    private static ImmutableArray<string> Command(Service service, ProbeAction action) => action switch
    {
        ProbeAction.HttpGet(var path, var port) => ["CMD", .. service.Asking([string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{path}")])],
        ProbeAction.HttpGetEach each => ["CMD", .. service.Asking(each.Urls)],
        ProbeAction.Exec(var arguments) => ["CMD", .. arguments],
        _ => throw new InvalidOperationException($"service {service.Name}: Docker cannot ask by {action.GetType().Name}"),
    };
}
