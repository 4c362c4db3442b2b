using System.Text.RegularExpressions;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Tests of every alert for promtool: it fires with one example, not before its time, and stays silent with the other.</summary>
/// <remarks>promtool evaluates all rules of a file at every step of every example, which takes many times as long as those that an alert
/// needs. So each alert has a file of its own, with these.</remarks>
public static partial class RuleTests
{
    // Windows of hours and days need not be filled minute by minute; the shortest window beside each still gets four samples.
    private static readonly ImmutableArray<(TimeSpan LongestRange, TimeSpan Step)> Steps =
    [
        (TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
        (TimeSpan.FromHours(6), TimeSpan.FromMinutes(5)),
        (TimeSpan.FromDays(3), TimeSpan.FromMinutes(30)),
    ];

    // Of those files of rules that only tests read: parts of the whole one.
    private const string RuleDirectory = "rules";

    /// <summary>For every alert a file of its tests and one of the rules that it needs; and those in which all rules meet.</summary>
    /// <param name="settings">The stack.</param>
    /// <param name="rules">Path of all rules, seen from the tests.</param>
    public static ImmutableArray<HostFile> Render(StackSettings settings, string rules)
    {
        var (all, alerts) = (RuleFiles.Of(settings), RuleFiles.Alerts(settings));
        return
        [
            .. alerts.SelectMany(alert => Files(all, alert)),
            File("recordings-test.yml", rules, all, PromQl.Duration(Steps[0].Step), [Together(settings, all, alerts)]),
            .. all.Groups.GroupBy(group => group.Interval).SelectMany(groups => Files(settings, groups.Key, [.. groups])),
        ];
    }

    /// <summary>The scenarios for the groups of one interval: promtool has one for all groups, Prometheus has not.</summary>
    private static IEnumerable<HostFile> Files(StackSettings settings, string interval, ImmutableArray<RuleGroup> groups)
    {
        var (path, rules) = ($"{RuleDirectory}/every-{interval}.yml", new RuleFile { Groups = groups });
        yield return new(path, ObservabilityYaml.Write(rules));
        var tests = Scenario.Of(settings).Select(scenario => Test(scenario, rules));
        yield return File($"scenarios-{interval}-test.yml", path, rules, interval, tests);
    }

    private static IEnumerable<HostFile> Files(RuleFile all, AlertRule alert)
    {
        var name = string.Join('-', alert.Labels.Values.Select(value => Separators().Replace(value, "-")).Prepend(alert.Name));
        var (step, rules) = (Steps.First(steps => alert.Range <= steps.LongestRange).Step, RuleFiles.Of(all, alert));
        var path = $"{RuleDirectory}/{name}.yml";
        yield return new(path, ObservabilityYaml.Write(rules));
        yield return File($"{name}-test.yml", path, rules, PromQl.Duration(step), Tests(alert, step));
    }

    private static HostFile File(string name, string path, RuleFile rules, string interval, IEnumerable<RuleTest> tests) =>
        new(name, ObservabilityYaml.Write(new RuleTestFile
        {
            RuleFiles = [path],
            EvaluationInterval = interval,
            GroupEvalOrder = [.. rules.Groups.Select(group => group.Name)],
            Tests = [.. tests],
        }));

    /// <summary>No rule fails with samples of every kind; all that is recorded has a value, also what only dashboards show.</summary>
    private static RuleTest Together(StackSettings settings, RuleFile all, ImmutableArray<AlertRule> alerts)
    {
        var (step, at) = (Steps[0].Step, TimeSpan.FromMinutes(20));
        var recorded = all.Groups.SelectMany(group => group.Rules).Select(rule => rule.Record).OfType<string>();
        var samples = alerts.SelectMany(alert => alert.Fires).Concat(RecordingRules.Example(settings.System));
        return new()
        {
            Name = "all that is recorded has a value",
            Interval = PromQl.Duration(step),
            InputSeries = Samples(samples.DistinctBy(input => input.Name), at, step),
            PromqlExprTest =
            [
                .. recorded
                    .Select(name => new RuleTestQuestion { Expr = $"absent({name})", EvalTime = PromQl.Duration(at), ExpSamples = [] }),
            ],
        };
    }

    private static RuleTest Test(Scenario scenario, RuleFile rules)
    {
        var alerts = rules.Groups.SelectMany(group => group.Rules).Select(rule => rule.Alert).ToHashSet();
        var selected = scenario.OnlyPages ? $",severity=\"{AlertRule.Label(AlertSeverity.Critical)}\"" : "";
        return new()
        {
            Name = scenario.Name,
            Interval = PromQl.Duration(Scenario.Step),
            InputSeries = Samples(scenario.Series, scenario.At.Max(), Scenario.Step),
            PromqlExprTest =
            [
                .. scenario.At.Select(at => new RuleTestQuestion
                {
                    Expr = $"count by (alertname, severity) (ALERTS{{alertstate=\"firing\"{selected}}})",
                    EvalTime = PromQl.Duration(at),
                    ExpSamples = [.. scenario.Fires.Where(alert => alerts.Contains(alert.Name)).Select(Firing)],
                }),
            ],
        };
    }

    private static RuleTestSample Firing((string Name, AlertSeverity Severity) alert) =>
        new() { Labels = $"{{alertname=\"{alert.Name}\",severity=\"{AlertRule.Label(alert.Severity)}\"}}", Value = 1 };

    private static IReadOnlyList<RuleTestSeries> Samples(IEnumerable<InputSeries> series, TimeSpan span, TimeSpan step) =>
        [.. series.Select(input => new RuleTestSeries { Series = input.Name, Values = input.Values(span, step) })];

    private static IEnumerable<RuleTest> Tests(AlertRule alert, TimeSpan step)
    {
        // A multiple of the step: in between nothing is evaluated.
        var at = step * (Math.Ceiling((alert.Range + alert.For) / step) + 4);
        var labels = string.Concat(alert.Labels.Select(label => $",{label.Key}=\"{label.Value}\""));
        var firing = $"count(ALERTS{{alertname=\"{alert.Name}\",severity=\"{alert.SeverityLabel}\",alertstate=\"firing\"{labels}}})";
        RuleTest Test(string what, ImmutableArray<InputSeries> series, params RuleTestQuestion[] questions) => new()
        {
            Name = $"{alert.Name}{(alert.Labels.IsEmpty ? "" : $" ({string.Join(", ", alert.Labels.Values)})")} {what}",
            Interval = PromQl.Duration(step),
            InputSeries = Samples(series, at, step),
            PromqlExprTest = questions,
        };
        RuleTestQuestion Question(TimeSpan time, params RuleTestSample[] expected) =>
            new() { Expr = firing, EvalTime = PromQl.Duration(time), ExpSamples = expected };

        var fires = Question(at, new RuleTestSample { Labels = "{}", Value = 1 });
        yield return alert.For > step
            ? Test("fires, and not before its time", alert.Fires, Question(alert.For - step), fires)
            : Test("fires", alert.Fires, fires);
        yield return Test("stays silent", alert.StaysSilent, Question(at));
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Separators();
}
