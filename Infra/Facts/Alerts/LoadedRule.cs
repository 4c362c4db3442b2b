using System.Text.RegularExpressions;
using Infra.Planning;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Facts.Alerts;

/// <summary>A rule as Prometheus evaluates it.</summary>
internal sealed partial record LoadedRule
{
    private LoadedRule(object? group, object? rule)
    {
        Group = Text(group, "name");
        Alert = Text(rule, "alert");
        Record = Text(rule, "record");
        Expression = Text(rule, "expr");
        For = At(rule, "for") is null ? 0 : PrometheusDuration.Seconds(Text(rule, "for")) ?? double.PositiveInfinity;
        Annotations = Texts(rule, "annotations");
        Labels = Texts(rule, "labels");
        AlertLabels = Labels.SetItem("alertname", Alert);
        Series = [.. Names(Expression)];
    }

    /// <summary>Name of its group.</summary>
    public string Group { get; }

    /// <summary>Name of the alert; empty for a recording rule.</summary>
    public string Alert { get; }

    /// <summary>Name of the series that it records; empty for an alert.</summary>
    public string Record { get; }

    /// <summary>Name of the alert or of the series.</summary>
    public string Name => Alert.Length > 0 ? Alert : Record;

    /// <summary>What is computed.</summary>
    public string Expression { get; }

    /// <summary>Seconds for which the expression has to have a result; infinite for what cannot be read.</summary>
    public double For { get; }

    /// <summary>Labels that the rule sets.</summary>
    public ImmutableDictionary<string, string> Labels { get; }

    /// <summary>Labels of the alert, its name among them.</summary>
    public ImmutableDictionary<string, string> AlertLabels { get; }

    /// <summary>What people are told.</summary>
    public ImmutableDictionary<string, string> Annotations { get; }

    /// <summary>Series that the expression reads.</summary>
    public ImmutableHashSet<string> Series { get; }

    /// <summary>The rules of a plan: of the server's rule file, or of the cluster's PrometheusRules.</summary>
    /// <param name="plan">The plan.</param>
    public static ImmutableArray<LoadedRule> Of(Plan plan) =>
        [.. Groups(plan).SelectMany(group => Items(group, "rules").Select(rule => new LoadedRule(group, rule)))];

    /// <summary>The groups of rules of a plan.</summary>
    /// <param name="plan">The plan.</param>
    public static IEnumerable<object?> Groups(Plan plan) => plan.Settings.Topology == Topology.Kubernetes
        ? plan.Deployed.Where(resource => resource.Kind == "PrometheusRule").SelectMany(resource =>
            Items(resource.Inputs, "spec", "groups"))
        : Items(HostConfiguration.Yaml(plan, "prometheus/rules.yml"), "groups");

    /// <summary>Series that a PromQL expression reads: its names without functions, labels, keywords and texts.</summary>
    /// <param name="expression">The expression.</param>
    public static IEnumerable<string> Names(string expression) =>
        SeriesName().Matches(Grouping().Replace(Braced().Replace(expression, " "), " ")).Select(match => match.Value)
            .Where(name => !Keywords.Contains(name));

    private static readonly ImmutableHashSet<string> Keywords =
        ["and", "or", "unless", "bool", "offset", "start", "end", "inf", "nan", "Inf", "NaN", "group_left", "group_right"];

    private static ImmutableDictionary<string, string> Texts(object? rule, string name) =>
        Entries(rule, name).ToImmutableDictionary(entry => entry.Key, entry => $"{entry.Value}", StringComparer.Ordinal);

    // Matchers, ranges and texts.
    [GeneratedRegex("""\{(?:[^}"]|"(?:[^"\\]|\\.)*")*\}|\[[^\]]*\]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")]
    private static partial Regex Braced();

    // The labels of a grouping, which are no series.
    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    // A name that is called is a function; numbers and durations begin with a digit.
    [GeneratedRegex(@"(?<![0-9a-zA-Z_:.])[a-zA-Z_:][a-zA-Z0-9_:]*(?![a-zA-Z0-9_:]*\s*\()")]
    private static partial Regex SeriesName();
}
