using System.Text.RegularExpressions;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What may change without anything becoming weaker: names, places, what people read, and what breaks the system at its first
/// request rather than weakening it in silence.</summary>
internal static class Neutral
{
    private static readonly ImmutableArray<(Regex Place, Regex Path, Regex Weakening)> Table =
    [
        Of("^kubernetes:", @"^metadata\.(name|namespace|generateName)$"),
        Of("^kubernetes:", @"\.(containers|initContainers)\[\](\.(name|ports.*|args.*|command.*))?$", "^(drop|empty)$"),
        Of("^kubernetes:", @"\.(env|envFrom|volumes|volumeMounts)(\[\])?(\..*)?$", "^(drop|empty)$"),
        Of("^kubernetes:", @"\.(name|apiVersion|kind)$", "^drop$"),
        Of("^kubernetes:core/v1:ConfigMap$", "", "^(drop|empty)$"),
    ];

    /// <summary>Whether a value may change in any way.</summary>
    /// <param name="place">Type of the resource, or path of the file.</param>
    /// <param name="node">The value.</param>
    public static bool Is(string place, PlanNode node) => Is(place, node, "");

    /// <summary>Whether a change is none for the worse.</summary>
    /// <param name="place">Type of the resource, or path of the file.</param>
    /// <param name="node">The value.</param>
    /// <param name="weakening">The change; empty for whichever.</param>
    public static bool Is(string place, PlanNode node, string weakening) => Table.Any(line =>
        (weakening.Length == 0 ? line.Weakening.ToString().Length == 0 : line.Weakening.IsMatch(weakening))
        && line.Place.IsMatch(place) && line.Path.IsMatch(node.Shape));

    private static (Regex, Regex, Regex) Of(string place, string path, string weakening = "") =>
        (new(place, RegexOptions.CultureInvariant), new(path, RegexOptions.CultureInvariant), new(weakening, RegexOptions.CultureInvariant));
}
