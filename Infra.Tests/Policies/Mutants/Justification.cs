using System.Text.RegularExpressions;

namespace Infra.Tests.Policies.Mutants;

/// <summary>Why mutants of a kind may survive.</summary>
/// <param name="Place">Type of the resource, or path of the file; <c>*</c> stands for any text.</param>
/// <param name="Path">Path in it; <c>*</c> stands for any text, empty for the whole.</param>
/// <param name="Weakening">What is done there; <c>*</c> stands for any text.</param>
/// <param name="Reason">Why that is no loss, or whose it is to notice.</param>
internal sealed record Justification(string Place, string Path, string Weakening, string Reason)
{
    private readonly Regex place = Pattern(Place);
    private readonly Regex path = Pattern(Path);
    private readonly Regex weakening = Pattern(Weakening);

    /// <summary>Whether it is about a mutant.</summary>
    /// <param name="mutant">The mutant.</param>
    public bool Covers(Mutant mutant) => place.IsMatch(mutant.Place) && path.IsMatch(mutant.Path) && weakening.IsMatch(mutant.Weakening);

    /// <summary>Place, path and weakening.</summary>
    public override string ToString() => $"{Place} {Path} {Weakening}";

    private static Regex Pattern(string text) =>
        new($"^{Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
