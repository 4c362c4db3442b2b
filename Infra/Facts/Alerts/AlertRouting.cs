using Infra.Planning;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Facts.Alerts;

/// <summary>What a configuration of Alertmanager does: who is told of which alert, and how soon.</summary>
internal sealed class AlertRouting
{
    // Alertmanager documentation, configuration, route.
    private static readonly AlertRoute Default = new("", [], 30, 300, 4 * 3600, Muted: false);

    private readonly object? root;
    private readonly ImmutableDictionary<string, AlertReceiver> receivers;

    private AlertRouting(object? content)
    {
        root = At(content, "route");
        receivers = Items(content, "receivers").Select(receiver => AlertReceiver.Read(receiver, At(content, "global")))
            .GroupBy(receiver => receiver.Name).ToImmutableDictionary(group => group.Key, group => group.Last());
        Inhibitions =
        [
            .. Items(content, "inhibit_rules").Select(rule => new AlertInhibition(Matchers(rule, "source_"), Matchers(rule, "target_"),
                [.. Items(rule, "equal").OfType<string>()])),
        ];
        Labels =
        [
            "alertname", "severity",
            .. Routes(root).SelectMany(route => Matchers(route, "")).Concat(Inhibitions.SelectMany(one => one.Source.Concat(one.Target)))
                .Select(matcher => matcher.Label),
            .. Inhibitions.SelectMany(one => one.Equal),
        ];
    }

    /// <summary>Which alerts keep others quiet.</summary>
    public ImmutableArray<AlertInhibition> Inhibitions { get; }

    /// <summary>Labels that anything in the configuration asks about; alerts with the same ones are treated alike.</summary>
    public ImmutableHashSet<string> Labels { get; }

    /// <summary>Receivers.</summary>
    public IEnumerable<AlertReceiver> Receivers => receivers.Values;

    /// <summary>The routing of a plan: of the server's file, or of the cluster's Secret.</summary>
    /// <param name="plan">The plan.</param>
    public static AlertRouting Of(Plan plan) => Read(plan.Settings.Topology == Topology.Kubernetes
        ? plan.Deployed.Where(resource => resource.Kind == "Secret")
            .Select(resource => Text(resource.Inputs, "stringData", "alertmanager.yaml")).Where(text => text.Length > 0)
            .Select(HostConfiguration.Parse).FirstOrDefault()
        : HostConfiguration.Yaml(plan, "alertmanager/alertmanager.yml"));

    /// <summary>Reads a configuration.</summary>
    /// <param name="content">What the file says.</param>
    public static AlertRouting Read(object? content) => new(content);

    /// <summary>Where an alert ends: the deepest routes that match, the first one of each level unless it says <c>continue</c>.</summary>
    /// <param name="labels">Labels of the alert.</param>
    public ImmutableArray<AlertRoute> RoutesOf(IReadOnlyDictionary<string, string> labels) => [.. Reached(root, Default, labels)];

    /// <summary>The receiver of a name; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public AlertReceiver? ReceiverOf(string name) => receivers.GetValueOrDefault(name);

    private static IEnumerable<AlertRoute> Reached(object? route, AlertRoute around, IReadOnlyDictionary<string, string> labels)
    {
        if (route is null || !Matchers(route, "").All(matcher => matcher.Holds(labels)))
        {
            yield break;
        }

        var here = new AlertRoute(
            Text(route, "receiver") is { Length: > 0 } receiver ? receiver : around.Receiver,
            At(route, "group_by") is null ? around.GroupBy : [.. Items(route, "group_by").OfType<string>()],
            Span(route, "group_wait", around.GroupWait), Span(route, "group_interval", around.GroupInterval),
            Span(route, "repeat_interval", around.RepeatInterval),
            around.Muted || Items(route, "mute_time_intervals").Any() || Items(route, "active_time_intervals").Any());
        var isBelow = false;
        foreach (var inner in Items(route, "routes"))
        {
            var reached = Reached(inner, here, labels).ToArray();
            foreach (var found in reached)
            {
                yield return found;
            }

            isBelow |= reached.Length > 0;
            if (reached.Length > 0 && !IsTrue(inner, "continue"))
            {
                yield break;
            }
        }

        if (!isBelow)
        {
            yield return here;
        }
    }

    private static IEnumerable<object?> Routes(object? route) => Items(route, "routes").SelectMany(Routes).Prepend(route);

    // What cannot be read as a duration is one that never ends: the file is not loaded.
    private static double Span(object? route, string name, double around) => At(route, name) is null ? around
        : PrometheusDuration.Seconds(Text(route, name)) ?? double.PositiveInfinity;

    private static ImmutableArray<LabelMatcher> Matchers(object? holder, string prefix) =>
    [
        .. Items(holder, $"{prefix}matchers").OfType<string>().SelectMany(text => LabelMatcher.Read(text)),
        .. Entries(holder, $"{prefix}match").Select(entry => new LabelMatcher(entry.Key, "=", $"{entry.Value}")),
        .. Entries(holder, $"{prefix}match_re").Select(entry => new LabelMatcher(entry.Key, "=~", $"{entry.Value}")),
    ];
}
