using Infra.Settings;

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

    /// <summary>The files, by how far their alerts look back.</summary>
    /// <param name="settings">The stack.</param>
    /// <param name="rules">Path of the rules, seen from the tests.</param>
    public static ImmutableArray<HostFile> Render(StackSettings settings, string rules)
    {
        var groups = RuleFiles.Of(settings).Groups.Select(group => group.Name).ToList();
        var byFile = RuleFiles.Alerts(settings).ToLookup(alert => Files.First(file => alert.Range <= file.LongestRange));
        return
        [
            .. Files.Where(byFile.Contains).Select(file => new HostFile(file.File, ObservabilityYaml.Write(new RuleTestFile
            {
                RuleFiles = [rules],
                EvaluationInterval = PromQl.Duration(file.Step),
                GroupEvalOrder = groups,
                Tests = [.. byFile[file].SelectMany(alert => Tests(alert, file.Step))],
            }))),
        ];
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
