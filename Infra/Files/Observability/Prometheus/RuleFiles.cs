using System.Text.RegularExpressions;
using Infra.Settings;

namespace Infra.Files.Observability.Prometheus;

/// <summary>The rules of a system: one group for what is recorded, one for alerts, one for objectives.</summary>
internal static partial class RuleFiles
{
    /// <summary>Name of the group of alerts.</summary>
    public const string AlertGroup = "alerts";

    /// <summary>All alerts of a stack: those on conditions and those on objectives.</summary>
    public static ImmutableArray<AlertRule> Alerts(StackSettings settings) =>
        [.. AlertRules.Of(settings.System, settings.Topology), .. BurnRates.Alerts(settings.System)];

    /// <summary>The rules of a stack.</summary>
    public static RuleFile Of(StackSettings settings)
    {
        var system = settings.System;
        var interval = PromQl.Duration(system.Monitoring.EvaluationInterval);
        RuleGroup[] groups =
        [
            new() { Name = "recordings", Interval = interval, Rules = [.. RecordingRules.Of(system).Select(Node)] },
            new() { Name = AlertGroup, Interval = interval, Rules = [.. AlertRules.Of(system, settings.Topology).Select(rule => Node(settings, rule))] },

            // A rate over days does not change within seconds, and costs more.
            new() { Name = "objectives", Interval = "1m", Rules = [.. BurnRates.Recordings(system).Select(Node), .. BurnRates.Alerts(system).Select(rule => Node(settings, rule))] },
        ];
        return new() { Groups = [.. groups.Where(group => group.Rules.Count > 0)] };
    }

    /// <summary>One alert alone, with what is recorded for it: groups and order are those of all rules.</summary>
    public static RuleFile Of(RuleFile all, AlertRule alert)
    {
        var recorded = Recorded(all, alert.Expression);
        bool Needed(RuleNode rule) => rule.Record is null
            ? rule.Alert == alert.Name && rule.Expr == alert.Expression
            : recorded.Contains(rule.Record);
        var groups = all.Groups.Select(group => group with { Rules = [.. group.Rules.Where(Needed)] });
        return new() { Groups = [.. groups.Where(group => group.Rules.Count > 0)] };
    }

    /// <summary>Names of the recorded series that an expression asks for, and of those that they ask for in turn.</summary>
    private static HashSet<string> Recorded(RuleFile all, string expression)
    {
        var expressions = all.Groups.SelectMany(group => group.Rules).ToLookup(rule => rule.Record ?? "", rule => rule.Expr);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var asked = new Stack<string>([expression]);
        while (asked.TryPop(out var text))
        {
            var names = Names().Matches(text).Select(match => match.Value);
            foreach (var name in names.Where(name => expressions.Contains(name) && found.Add(name)))
            {
                asked.Push(expressions[name].Single());
            }
        }

        return found;
    }

    private static RuleNode Node(RecordingRule rule) => new() { Record = rule.Name, Expr = rule.Expression };

    private static RuleNode Node(StackSettings settings, AlertRule rule) => new()
    {
        Alert = rule.Name,
        Expr = rule.Expression,
        For = rule.For > TimeSpan.Zero ? PromQl.Duration(rule.For) : null,
        Labels = new SortedDictionary<string, string>(rule.Labels.ToDictionary(), StringComparer.Ordinal)
        {
            ["severity"] = rule.SeverityLabel,
            ["system"] = settings.System.Name,
        },
        Annotations = new Dictionary<string, string>
        {
            ["summary"] = rule.Summary,
            ["description"] = rule.Description,
            ["runbook_url"] = Runbook.Url(settings, rule.Name),
        },
    };

    [GeneratedRegex("[A-Za-z_:][A-Za-z0-9_:]*")]
    private static partial Regex Names();
}
