using System.Text.RegularExpressions;
using Infra.Settings;

namespace Infra.Facts;

/// <summary>A reference to an image, taken apart as a registry's client does:
/// <c>registry.example.com:5000/team/app:1.4.2@sha256:…</c>.</summary>
/// <param name="Repository">Registry and path.</param>
/// <param name="Tag">The tag; empty where there is none, which means <c>latest</c> where there is no digest either.</param>
/// <param name="Digest">The digest with its algorithm; empty where there is none.</param>
public sealed partial record ImageReference(string Repository, string Tag, string Digest)
{
    private const int Sha256Digits = 64;

    /// <summary>Whether tomorrow it means what it means today, as far as its text can tell: a digest, or a tag that names a whole version
    /// (<c>1.4.2</c>, <c>v2.0.1-alpine</c>, <c>2026-01-31</c>, a commit). <c>latest</c>, <c>stable</c>, <c>1</c> and <c>1.4</c>
    /// move; of PostgreSQL <c>17.5</c> is a whole version.</summary>
    public bool IsPinned => Digest.Length > 0
        ? Digest.Split(':') is ["sha256", { Length: Sha256Digits } hex] && hex.All(char.IsAsciiHexDigitLower)
        : VersionTag.IsFixed(Tag) || (Repository[(Repository.LastIndexOf('/') + 1)..] == "postgres" && PostgresVersion().IsMatch(Tag));

    /// <summary>Takes a reference apart.</summary>
    /// <param name="text">The reference.</param>
    public static ImageReference Parse(string text)
    {
        var (name, digest) = text.IndexOf('@') is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, "");
        return name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') ? new(name[..colon], name[(colon + 1)..], digest)
            : new(name, "", digest);
    }

    // Since 10 its versions have two parts (PostgreSQL, versioning policy).
    [GeneratedRegex(@"^[1-9][0-9]\.[0-9]+($|-)")]
    private static partial Regex PostgresVersion();
}
