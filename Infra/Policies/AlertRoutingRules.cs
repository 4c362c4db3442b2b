using Infra.Facts;
using Infra.Facts.Alerts;
using Infra.Files.Observability.Prometheus;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>Whether an alert that fires is told to somebody: soon, again, and with its end (FA-06).</summary>
internal static class AlertRoutingRules
{
    private const string Standard = "Google SRE Workbook, Alerting on SLOs";
    private const string EachByItself = "...";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "OBS-08",
            Title = "Alerts of every priority reach somebody in production",
            Scope = Scope.Production,
            Why = $"An alert that nobody gets is an outage that users report (FA-06; {Standard})",
            Remedy = "Set infra:alertEmails and infra:smtpServer, or infra:slackChannel and the secret infra:slackWebhookUrl",
            Judge = plan => plan.Settings.IsProduction
                ? from alerts in Alerts(plan).Select(rule => rule.AlertLabels).Append(Unexpected(plan))
                      .GroupBy(alert => alert.GetValueOrDefault("severity", ""))
                  select new Subject(plan.Settings.System.Name, alerts.All(alert => IsTold(Routing(plan), alert))
                      ? "" : $"tells nobody of alerts with the severity {alerts.Key}")
                : [],
        },
        new()
        {
            Id = "OBS-13",
            Title = "Alerts are told in time, and again while they last",
            Why = $"What is said an hour later, or once in a year, wakes nobody ({Standard}; Alertmanager, route)",
            Remedy = "Set group_wait to 30s at most for critical alerts and to 10m for others, group_interval to 15m, repeat_interval to 4h "
                + "for critical ones and to 24h for others, and group_by to alertname and system",
            Judge = plan => from severity in Declared(plan) ? Severities : []
                            from route in Routing(plan).RoutesOf(Labels(plan.Settings.System.Name, severity))
                                .Concat(severity == AlertSeverity.Info ? Routing(plan).RoutesOf(Unexpected(plan)) : [])
                            let isUrgent = severity == AlertSeverity.Critical
                            let problem = route.GroupWait > (isUrgent ? 30 : 600) ? "are told late"
                                : route.GroupInterval > 900 ? "are told late while others of their kind last"
                                : route.RepeatInterval > (isUrgent ? 4 : 24) * 3600 ? "are not told again"
                                : !route.GroupBy.Contains(EachByItself) && !new[] { "alertname", "system" }.All(route.GroupBy.Contains)
                                    ? "are told in one message with others" : ""
                            select new Subject(plan.Settings.System.Name,
                                problem.Length > 0 ? $"alerts with the severity {AlertRule.Label(severity)} {problem}" : ""),
        },
        new()
        {
            Id = "OBS-14",
            Title = "Whoever is told of alerts is told of their end, and nobody else is",
            Why = "An alert without an end is looked after for ever, and mail in the clear tells who listens where it hurts (OWASP ASVS 12.3)",
            Remedy = "Give each receiver an address and send_resolved, leave require_tls on, use https, and lead a route to each receiver",
            Judge = plan => (from receiver in Routing(plan).Receivers
                             from channel in receiver.Channels
                             let problem = channel.Lack is { Length: > 0 } lack ? lack
                                 : channel.TellsTheEnd ? "" : "tells the beginning only"
                             select new Subject(receiver.Name, problem))
                .Concat(from name in Routing(plan).Receivers.Select(receiver => receiver.Name).Distinct()
                        select new Subject(name, Severities.SelectMany(severity =>
                                Routing(plan).RoutesOf(Labels(plan.Settings.System.Name, severity))).Any(route => route.Receiver == name)
                            ? "" : "is a receiver that no alert reaches")),
        },
        new()
        {
            Id = "OBS-15",
            Title = "An alert keeps quiet only what follows from it",
            Why = "A warning that silences a page, or one system that silences another, hides an outage (Alertmanager, inhibition)",
            Remedy = "Name both sides, let equal have system and, where the target is any alert, alertname, and never silence what is worse",
            Judge = plan =>
            {
                var alerts = Alerts(plan);
                return Routing(plan).Inhibitions.Select((inhibition, number) => new Subject(
                    $"inhibition {number + 1}", Problem(plan.Settings.System.Name, inhibition, alerts)));
            },
        },
    ];

    private static ImmutableArray<AlertSeverity> Severities => [.. Enum.GetValues<AlertSeverity>()];

    private static bool Declared(Plan plan) => !PlanFacts.Of(plan).Rules.IsEmpty;

    // What charts and hands bring, with a word that no route knows.
    private static ImmutableDictionary<string, string> Unexpected(Plan plan) =>
        Labels(plan.Settings.System.Name, AlertSeverity.Info).SetItem("severity", "none");

    // An alert of a severity, as far as routes ask.
    private static ImmutableDictionary<string, string> Labels(string system, AlertSeverity severity) => ImmutableDictionary<string,
        string>.Empty
        .Add("alertname", "Any").Add("severity", AlertRule.Label(severity)).Add("system", system);

    private static AlertRouting Routing(Plan plan) => PlanFacts.Of(plan).Routing;

    private static bool IsTold(AlertRouting routing, ImmutableDictionary<string, string> alert) =>
        routing.RoutesOf(alert).Any(route => !route.Muted
            && routing.ReceiverOf(route.Receiver)?.Channels.Any(channel => channel.Lack.Length == 0) == true);

    // Alerts that differ in nothing that the configuration asks about are one.
    private static ImmutableArray<LoadedRule> Alerts(Plan plan) =>
    [
        .. PlanFacts.Of(plan).Rules.Where(rule => rule.Alert.Length > 0).DistinctBy(rule => string.Join('\n', rule.AlertLabels
            .Where(label => Routing(plan).Labels.Contains(label.Key)).OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}={label.Value}"))),
    ];

    private static string Problem(string system, AlertInhibition inhibition, ImmutableArray<LoadedRule> alerts)
    {
        if (inhibition.Source.IsEmpty || inhibition.Target.IsEmpty)
        {
            return "lets every alert silence, or be silenced";
        }

        if (!inhibition.Equal.Contains("system"))
        {
            return "lets one system silence another";
        }

        if (!inhibition.Equal.Contains("alertname") && inhibition.Target.All(matcher => matcher.Label != "alertname"))
        {
            return "lets one alert silence whichever other";
        }

        // An alert of one name at two severities, whether there is one today or not.
        if ((from source in Severities
             from target in Severities
             where target > source && inhibition.Silences(Labels(system, source), Labels(system, target))
             select target).Any())
        {
            return "lets what is less bad silence what is worse";
        }

        // Alerts that are equal in what is compared: the least of those that silence, against each that is silenced.
        string Compared(LoadedRule rule) => string.Join('\n',
            inhibition.Equal.Select(label => rule.AlertLabels.GetValueOrDefault(label, "")));
        var least = alerts.Where(alert => inhibition.Source.All(matcher => matcher.Holds(alert.AlertLabels))).GroupBy(Compared)
            .ToDictionary(group => group.Key, group => group.MinBy(Weight)!);
        foreach (var target in alerts.Where(alert => inhibition.Target.All(matcher => matcher.Holds(alert.AlertLabels))))
        {
            if (least.TryGetValue(Compared(target), out var source) && Weight(target) > Weight(source))
            {
                return $"lets {source.Alert} silence {target.Alert}, which is worse";
            }
        }

        // A label that is on neither alert is equal, too.
        var known = alerts.SelectMany(alert => alert.Labels.Keys).ToHashSet(StringComparer.Ordinal);
        var concerned = alerts.Where(alert => inhibition.Source.All(matcher => matcher.Holds(alert.AlertLabels))
            || inhibition.Target.All(matcher => matcher.Holds(alert.AlertLabels))).ToArray();
        return inhibition.Equal.FirstOrDefault(label => known.Contains(label)
            && concerned.Any(alert => !alert.Labels.ContainsKey(label))) is { } missing
            ? $"compares {missing}, which not all of its alerts have" : "";
    }

    private static int Weight(LoadedRule rule) => Severities.Select((severity, weight) => (severity, weight))
        .FirstOrDefault(one => rule.Labels.GetValueOrDefault("severity") == AlertRule.Label(one.severity)).weight;
}
