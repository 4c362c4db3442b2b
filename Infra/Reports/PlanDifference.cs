using Infra.Planning;

namespace Infra.Reports;

/// <summary>What becomes of a resource.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It stays, with other properties.</summary>
    Changed,

    /// <summary>It is deleted and made again.</summary>
    Replaced,

    /// <summary>It goes away.</summary>
    Deleted,
}

/// <summary>A property with another value.</summary>
/// <param name="Path">Path of names; items of lists by their name or position in brackets.</param>
/// <param name="Before">Value before; empty where there was none.</param>
/// <param name="After">Value after; empty where there is none.</param>
/// <param name="Replaces">Whether the change replaces the resource.</param>
/// <param name="OneWay">Why the provider never takes this value back; empty where it does.</param>
public sealed record PropertyChange(string Path, string Before, string After, bool Replaces = false, string OneWay = "");

/// <summary>A resource that does not stay as it is.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Resource">The resource after the change; before it where it is deleted.</param>
/// <param name="Properties">Properties with other values; none for what is created or deleted.</param>
/// <param name="WasProtected">Whether the resource was protected before the change.</param>
public sealed record ResourceChange(ChangeKind Kind, PlannedResource Resource, ImmutableArray<PropertyChange> Properties, bool WasProtected)
{
    /// <summary>Why it must not become of the resource; empty where it may. See <see cref="Refusals"/>.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>Whether the engine will refuse, for it protects the resource.</summary>
    public bool Refused => WasProtected && Kind is (ChangeKind.Replaced or ChangeKind.Deleted);

    /// <summary>Properties that cannot go back to such a value.</summary>
    public IEnumerable<PropertyChange> OneWay => Properties.Where(property => property.OneWay.Length > 0);
}

/// <summary>A component that costs something else.</summary>
/// <param name="Component">Name of the component.</param>
/// <param name="MinimumBefore">US dollars a month before, while nothing has been scaled out.</param>
/// <param name="Minimum">The same after.</param>
/// <param name="MaximumBefore">US dollars a month before, when everything has been scaled out.</param>
/// <param name="Maximum">The same after.</param>
public sealed record CostChange(string Component, decimal MinimumBefore, decimal Minimum, decimal MaximumBefore, decimal Maximum);

/// <summary>What lies between two plans.</summary>
public sealed record PlanDifference
{
    /// <summary>The plan to compare with.</summary>
    public required PlanDocument Before { get; init; }

    /// <summary>What the plan to compare with is called.</summary>
    public required string BeforeName { get; init; }

    /// <summary>The plan that is compared.</summary>
    public required PlanDocument After { get; init; }

    /// <summary>Resources that do not stay as they are: in the order of the plan, what is deleted last.</summary>
    public required ImmutableArray<ResourceChange> Changes { get; init; }

    /// <summary>Outputs with other values.</summary>
    public required ImmutableArray<PropertyChange> Outputs { get; init; }

    /// <summary>Components that cost something else.</summary>
    public required ImmutableArray<CostChange> Costs { get; init; }

    /// <summary>Policies that are broken now and were not before.</summary>
    public required ImmutableArray<ReportedFinding> NewFindings { get; init; }

    /// <summary>Policies that were broken before and are not now.</summary>
    public required ImmutableArray<ReportedFinding> GoneFindings { get; init; }

    /// <summary>Whether a change must not be made.</summary>
    public bool IsRefused => Changes.Any(change => change.Refusal.Length > 0 || change.OneWay.Any());

    /// <summary>Whether both plans are the same.</summary>
    public bool IsEmpty => Changes.IsEmpty && Outputs.IsEmpty && Costs.IsEmpty && NewFindings.IsEmpty && GoneFindings.IsEmpty;

    /// <summary>Whether the plan to compare with says what it costs.</summary>
    public bool KnowsCostsBefore => Before.Budget > 0;

    /// <summary>How many resources a change concerns.</summary>
    public int Count(ChangeKind kind) => Changes.Count(change => change.Kind == kind);

    /// <summary>The sentence that says it all.</summary>
    public string Summary => IsEmpty
        ? "no changes"
        : $"{Count(ChangeKind.Created)} created, {Count(ChangeKind.Changed)} changed, "
            + $"{Count(ChangeKind.Replaced)} replaced, {Count(ChangeKind.Deleted)} deleted";

    /// <summary>Everything that differs, line by line.</summary>
    public string ToText() => string.Join('\n', DifferenceLines.Of(this));
}
