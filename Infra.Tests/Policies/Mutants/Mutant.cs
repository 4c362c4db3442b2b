using Infra.Planning;

namespace Infra.Tests.Policies.Mutants;

/// <summary>A plan that a machine has weakened in one place.</summary>
/// <param name="Family">What kind of protection is weakened.</param>
/// <param name="Place">Type of the resource, or path of the file.</param>
/// <param name="Path">Path in it, without positions; empty for the whole.</param>
/// <param name="Weakening">What was done there.</param>
/// <param name="Origin">The plan that was weakened.</param>
/// <param name="Resource">Name of the resource; path of the file for a file.</param>
/// <param name="Make">Makes the weakened plan.</param>
internal sealed record Mutant(
    MutantFamily Family, string Place, string Path, string Weakening, PlanOrigin Origin, string Resource, Func<Plan> Make)
{
    /// <summary>What is the same for mutants that differ in the object only that they were made of.</summary>
    public string Kind => Path.Length > 0 ? $"{Place} {Path} {Weakening}" : $"{Place} {Weakening}";

    /// <summary>Kind, resource and plan.</summary>
    public override string ToString() => $"{Family.Name}: {Kind} ({Resource}; {Origin.Name})";
}

/// <summary>A plan that mutants are made of.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Name">Stack, system and topology.</param>
internal sealed record PlanOrigin(Plan Plan, string Name);
