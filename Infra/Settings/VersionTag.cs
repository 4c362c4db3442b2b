using System.Text.RegularExpressions;

namespace Infra.Settings;

/// <summary>Tags of images that name one version and no other: by three numbers, a commit or a date. Everything else moves: <c>LATEST</c>, <c>stable</c>,
/// and <c>1.4</c>, which is another program with the next patch.</summary>
internal static partial class VersionTag
{
    /// <summary>Whether a tag names one version.</summary>
    public static bool IsFixed(string tag) => Version().IsMatch(tag) || Commit().IsMatch(tag) || Day().IsMatch(tag);

    [GeneratedRegex(@"(^|[-_])v?[0-9]+\.[0-9]+\.[0-9]+($|[-._a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex Version();

    [GeneratedRegex(@"(^|[-_.])[0-9a-f]{7,64}($|[-_.])")]
    private static partial Regex Commit();

    [GeneratedRegex(@"(^|[-_.])20[0-9]{2}([-.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])($|[-_.tT])")]
    private static partial Regex Day();
}
