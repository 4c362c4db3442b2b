using Infra.Facts.Files;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What was decided of mutants by hand: which survivors stay, each with its reason.</summary>
internal static class MutantReview
{
    private const string File = "Infra.Tests/Policies/Mutants/review.yaml";

    private static readonly IReadOnlyDictionary<string, object?> Content = (IReadOnlyDictionary<string, object?>)YamlFile.Read(
        System.IO.File.ReadAllText(Path.Combine(Plans.Repository, File)), YamlDialect.Compose)[0].Content!;

    /// <summary>Why some may survive.</summary>
    public static ImmutableArray<Justification> Justifications { get; } =
    [
        .. from item in Items("justified")
           let map = (IReadOnlyDictionary<string, object?>)item!
           select new Justification((string)map["place"]!, map.GetValueOrDefault("path") as string ?? "", $"{map["weakening"]}", (string)map["reason"]!),
    ];

    private static IEnumerable<object?> Items(string name) => Content[name] as IEnumerable<object?> ?? [];
}
