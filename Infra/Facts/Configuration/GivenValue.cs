using System.Text.RegularExpressions;
using Infra.Planning;
using static Infra.Facts.Wire;

namespace Infra.Facts.Configuration;

/// <summary>A setting that a program is given: a variable, an entry of a ConfigMap or a Secret, a value that is sent to a server.</summary>
/// <param name="Holder">Name of the resource, or of the container.</param>
/// <param name="Name">Name of the variable or of the entry.</param>
/// <param name="Value">Its value.</param>
internal sealed partial record GivenValue(string Holder, string Name, string Value)
{
    /// <summary>Everything that the programs of a plan are given.</summary>
    /// <param name="plan">The plan.</param>
    public static IEnumerable<GivenValue> Of(Plan plan) =>
        OfObjects(plan).Concat(OfPods(plan)).Concat(OfContainers(plan)).Concat(OfServer(plan));

    private static IEnumerable<GivenValue> OfObjects(Plan plan) =>
        from resource in plan.Deployed
        where resource is { IsKubernetesObject: true, Kind: "ConfigMap" or "Secret" }
        from part in new[] { "data", "stringData" }
        from entry in Entries(resource.Inputs, part)
        select new GivenValue(resource.Name, entry.Key, $"{entry.Value}");

    private static IEnumerable<GivenValue> OfPods(Plan plan) =>
        from pod in PlanFacts.Of(plan).Pods
        from container in pod.Containers
        from variable in container.Definition.Env ?? []
        where variable.Value is not null
        select new GivenValue(pod.Owner.Name, variable.Name, variable.Value);

    private static IEnumerable<GivenValue> OfContainers(Plan plan) =>
        from container in PlanFacts.Of(plan).Containers
        from entry in container.Environment
        select new GivenValue(container.Name, entry.Key, entry.Value ?? "");

    // Variables are sent line by line, a secret as a whole.
    private static IEnumerable<GivenValue> OfServer(Plan plan) =>
        from command in plan.OfType("command:remote:Command")
        let text = Text(command.Inputs, "stdin")
        let lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        where text.Length > 0
        from value in lines.All(line => Assignment().IsMatch(line))
            ? lines.Select(line => line.Split('=', 2)).Select(pair => new GivenValue(command.Name, pair[0], pair[1]))
            : [new GivenValue(command.Name, command.Name, text.TrimEnd('\n'))]
        select value;

    [GeneratedRegex("^[A-Z][A-Z0-9_]*=")]
    private static partial Regex Assignment();
}
