using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Observability.Prometheus;

/// <summary>Tests for promtool of every alert: it fires with the one example, not before its time, and stays silent with the other.</summary>
public static class RuleTests
{
    // Windows of hours and days need not be filled minute by minute; the shortest window beside each still gets four samples.
    private static readonly ImmutableArray<(string File, TimeSpan LongestRange, TimeSpan Step)> Files =
    [
        ("alerts-test.yml", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
        ("hours-test.yml", TimeSpan.FromHours(6), TimeSpan.FromMinutes(5)),
        ("days-test.yml", TimeSpan.FromDays(3), TimeSpan.FromMinutes(30)),
    ];

    /// <summary>Name of the file in which all rules together meet a whole situation.</summary>
    public const string ScenarioFile = "scenarios-test.yml";

    /// <summary>The files, by how far their alerts look back, and that of the scenarios.</summary>
    /// <param name="settings">The stack.</param>
    /// <param name="rules">Path of the rules, seen from the tests.</param>
    public static ImmutableArray<HostFile> Render(StackSettings settings, string rules)
    {
        var groups = RuleFiles.Of(settings).Groups.Select(group => group.Name).ToList();
        var byFile = RuleFiles.Alerts(settings).ToLookup(alert => Files.First(file => alert.Range <= file.LongestRange));
        return
        [
            .. Files.Where(byFile.Contains).Select(file => File(file.File, file.Step, byFile[file].SelectMany(alert => Tests(alert, file.Step)))),
            File(ScenarioFile, Scenario.Step, Scenario.Of(settings).Select(Test)),
        ];

        HostFile File(string name, TimeSpan step, IEnumerable<RuleTest> tests) => new(name, ObservabilityYaml.Write(new RuleTestFile
        {
            RuleFiles = [rules],
            EvaluationInterval = PromQl.Duration(step),
            GroupEvalOrder = groups,
            Tests = [.. tests],
        }));
    }

    private static RuleTest Test(Scenario scenario)
    {
        var selected = scenario.OnlyPages ? $",severity=\"{AlertRule.Label(AlertSeverity.Critical)}\"" : "";
        return new()
        {
            Name = scenario.Name,
            Interval = PromQl.Duration(Scenario.Step),
            InputSeries = [.. scenario.Series.Select(input => new RuleTestSeries { Series = input.Name, Values = input.Values(scenario.At.Max(), Scenario.Step) })],
            PromqlExprTest =
            [
                .. scenario.At.Select(at => new RuleTestQuestion
                {
                    Expr = $"count by (alertname, severity) (ALERTS{{alertstate=\"firing\"{selected}}})",
                    EvalTime = PromQl.Duration(at),
                    ExpSamples = [.. scenario.Fires.Select(alert => new RuleTestSample { Labels = $"{{alertname=\"{alert.Name}\",severity=\"{AlertRule.Label(alert.Severity)}\"}}", Value = 1 })],
                }),
            ],
        };
    }

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
            InputSeries = [.. series.Select(input => new RuleTestSeries { Series = input.Name, Values = input.Values(at, step) })],
            PromqlExprTest = questions,
        };
        RuleTestQuestion Question(TimeSpan time, params RuleTestSample[] expected) => new() { Expr = firing, EvalTime = PromQl.Duration(time), ExpSamples = expected };

        var fires = Question(at, new RuleTestSample { Labels = "{}", Value = 1 });
        yield return alert.For > step
            ? Test("fires, and not before its time", alert.Fires, Question(alert.For - step), fires)
            : Test("fires", alert.Fires, fires);
        yield return Test("stays silent", alert.StaysSilent, Question(at));
    }
}
