using System.Text.RegularExpressions;

namespace Infra.Reports;

/// <summary>A difference as lines of text: for the screen, and folded into Markdown.</summary>
internal static partial class DifferenceLines
{
    // Resources that change alike, such as files in a directory named by a hash, are told once.
    private const int FewestAlike = 4;

    private const int LongestValue = 120;

    /// <summary>Everything that differs.</summary>
    public static IEnumerable<string> Of(PlanDifference difference)
    {
        foreach (var group in difference.Changes.GroupBy(Likeness))
        {
            var changes = group.ToArray();
            var shown = changes.Length >= FewestAlike ? changes[..1] : changes;
            foreach (var line in shown.SelectMany(Of))
            {
                yield return line;
            }

            if (shown.Length < changes.Length)
            {
                yield return $"    and alike: {string.Join(", ", changes[1..].Select(change => change.Resource.Name))}";
            }
        }

        foreach (var output in difference.Outputs)
        {
            yield return $"  output {output.Path}: {Quoted(output.Before)} -> {Quoted(output.After)}";
        }
    }

    /// <summary>The sign of a change.</summary>
    public static string Sign(ChangeKind kind) => kind switch
    {
        ChangeKind.Created => "+",
        ChangeKind.Changed => "~",
        ChangeKind.Replaced => "+-",
        _ => "-",
    };

    /// <summary>What becomes of a resource, in a word.</summary>
    public static string Word(ChangeKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>One resource with its properties.</summary>
    public static IEnumerable<string> Of(ResourceChange change)
    {
        var forced = change.Properties.Where(property => property.Replaces).Select(property => property.Path).ToArray();
        var why = change.Kind == ChangeKind.Replaced ? $", forced by {string.Join(", ", forced)}" : "";
        var refused = change.Refused ? "; PROTECTED: the engine will refuse"
            : change.OneWay.Any() ? "; REFUSED: it cannot go back"
            : change.Refusal.Length > 0 ? $"; REFUSED: {change.Refusal}" : "";
        yield return $"{Sign(change.Kind),-2} {change.Resource.Kind} {change.Resource.Name} {Word(change.Kind)}{why}{refused}";
        foreach (var property in change.Properties)
        {
            var forces = property.OneWay.Length > 0 ? $"  (cannot go back: {property.OneWay})" : property.Replaces ? "  (replaces)" : "";
            if (!property.Before.Contains('\n') && !property.After.Contains('\n'))
            {
                yield return $"     {property.Path}: {Quoted(property.Before)} -> {Quoted(property.After)}{forces}";
                continue;
            }

            yield return $"     {property.Path}:{forces}";
            foreach (var line in LineChanges.Between(property.Before, property.After))
            {
                yield return $"       {line}".TrimEnd();
            }
        }
    }

    private static string Quoted(string value) => value.Length == 0 ? "(none)"
        : value.Length <= LongestValue ? value
        : $"{value[..LongestValue]}… ({value.Length} characters)";

    /// <summary>What changes that are told once have in common; a key of its own for all others.</summary>
    private static string Likeness(ResourceChange change) =>
        change.Kind is ChangeKind.Created or ChangeKind.Deleted || change.Properties.Any(property => property.Path == "source")
            ? change.Resource.Key
            : string.Join(
                '|',
                change.Properties.Select(property => $"{property.Path}:{Hashes(property.Before)}>{Hashes(property.After)}")
                    .Prepend($"{change.Kind}|{change.Resource.Type}"));

    // The hashes that differ are what matters; the file behind them is each resource's own.
    private static string Hashes(string value) =>
        Hash().Matches(value) is { Count: > 0 } found ? string.Join(',', found.Select(match => match.Value)) : value;

    [GeneratedRegex("[0-9a-f]{12,64}")]
    private static partial Regex Hash();
}
