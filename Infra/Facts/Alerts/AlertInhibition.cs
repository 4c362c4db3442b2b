namespace Infra.Facts.Alerts;

/// <summary>Alerts that keep others quiet.</summary>
/// <param name="Source">The alerts that do.</param>
/// <param name="Target">The alerts that are kept quiet.</param>
/// <param name="Equal">Labels in which both have to be the same.</param>
internal sealed record AlertInhibition(
    ImmutableArray<LabelMatcher> Source, ImmutableArray<LabelMatcher> Target, ImmutableArray<string> Equal)
{
    /// <summary>Whether an alert keeps another one quiet, as far as the labels that the rules give them tell.</summary>
    /// <param name="source">Labels of the one.</param>
    /// <param name="target">Labels of the other one.</param>
    public bool Silences(IReadOnlyDictionary<string, string> source, IReadOnlyDictionary<string, string> target) =>
        Source.All(matcher => matcher.Holds(source)) && Target.All(matcher => matcher.Holds(target))
        && Equal.All(label => source.GetValueOrDefault(label, "") == target.GetValueOrDefault(label, ""));
}
