using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DocumentSearch.Migrations;

/// <summary>When a migration may run in a rollout in which old and new versions of the service work side by side.</summary>
public enum MigrationPhase
{
    /// <summary>Adds what the new version needs and breaks nothing of the old one: runs before the rollout.</summary>
    Expand,

    /// <summary>Removes what only the old version needed: runs after the rollout, when asked for.</summary>
    Contract,
}

/// <summary>One SQL file named <c>NNNN_expand_subject.sql</c> or <c>NNNN_contract_subject.sql</c>.</summary>
public sealed partial record Migration(int Version, MigrationPhase Phase, string Name, string Sql)
{
    private const string ResourcePrefix = "Migrations/";

    /// <summary>SHA-256 of the text, so that an applied file cannot change unnoticed. Line ends do not count.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The migrations inside this program, in order.</summary>
    public static IReadOnlyList<Migration> Embedded()
    {
        var assembly = typeof(Migration).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal));
        return Order(files.Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return Parse(name[ResourcePrefix.Length..], reader.ReadToEnd());
        }));
    }

    /// <summary>Reads the version and phase from a file name.</summary>
    /// <exception cref="FormatException">The name does not follow the pattern.</exception>
    public static Migration Parse(string fileName, string sql)
    {
        var match = FileName().Match(fileName);
        if (!match.Success)
            throw new FormatException($"{fileName}: name a migration NNNN_expand_subject.sql or NNNN_contract_subject.sql.");
        var phase = match.Groups["phase"].Value == "expand" ? MigrationPhase.Expand : MigrationPhase.Contract;
        return new Migration(int.Parse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture), phase, fileName, sql);
    }

    /// <summary>Sorts by version.</summary>
    /// <exception cref="FormatException">Two files have the same version.</exception>
    public static IReadOnlyList<Migration> Order(IEnumerable<Migration> migrations)
    {
        var ordered = migrations.OrderBy(migration => migration.Version).ToList();
        foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
        {
            if (earlier.Version == later.Version)
                throw new FormatException($"{earlier.Name} and {later.Name} have the same version; give one of them the next number.");
        }

        return ordered;
    }

    [GeneratedRegex("^(?<version>[0-9]{4})_(?<phase>expand|contract)_[a-z0-9_]+\\.sql$")]
    private static partial Regex FileName();
}
