using System.Text.RegularExpressions;
using Infra.Files.Observability;
using Infra.Files.Observability.Prometheus;
using Infra.Systems;

namespace Infra.Tests.Documentation;

/// <summary>Whoever is woken by an alert finds what it means, where to look, what to type, and how to know that it is over.</summary>
public sealed partial class RunbookTests
{
    private static readonly string[] Parts = ["Means", "Hurts", "Look", "Mend", "Over"];

    [Fact]
    public void Every_section_says_what_to_look_at_what_to_type_and_when_it_is_over()
    {
        var sections = Sections(File.ReadAllText(Path.Combine(Plans.Repository, Runbook.File)));
        Assert.Empty(Alerts().SelectMany(alert => Problems(alert, sections)));
    }

    [Fact]
    public void Every_section_is_of_an_alert()
    {
        var sections = Sections(File.ReadAllText(Path.Combine(Plans.Repository, Runbook.File)));
        Assert.Empty(sections.Keys.Except(Alerts()).Except(["First five minutes"]));
    }

    [Theory]
    [InlineData("", "has no section")]
    [InlineData("## ServiceDown\n\n**Means.** A. **Hurts** b. **Look.** `c`. **Mend.** `d`.\n", "does not say: Over")]
    [InlineData("## ServiceDown\n\n**Means.** A. **Hurts** b. **Look.** c. **Mend.** d. **Over.** e.\n", "has nothing to type")]
    public void A_section_that_lacks_something_is_found(string page, string problem) =>
        Assert.Contains(Problems("ServiceDown", Sections(page)), found => found.Contains(problem, StringComparison.Ordinal));

    private static IEnumerable<string> Alerts() =>
        (from stack in new[] { "dev", "prod" } from system in SystemCatalogue.Names from topology in Enum.GetValues<Topology>() from alert in RuleFiles.Alerts(Plans.SettingsOf(stack, system, topology)) select alert.Name).Distinct();

    private static Dictionary<string, string> Sections(string page) =>
        Section().Matches(page).ToDictionary(match => match.Groups[1].Value.Trim(), match => match.Groups[2].Value, StringComparer.Ordinal);

    private static IEnumerable<string> Problems(string alert, Dictionary<string, string> sections)
    {
        if (!sections.TryGetValue(alert, out var text))
        {
            yield return $"{alert} has no section";
            yield break;
        }

        // "Look, mend." is both in one.
        var said = Part().Matches(text).SelectMany(match => match.Groups[1].Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = Parts.Where(part => !said.Contains(part)).ToArray();
        if (missing.Length > 0)
        {
            yield return $"{alert} does not say: {string.Join(", ", missing)}";
        }

        if (!text.Contains('`') && !text.Contains("](#", StringComparison.Ordinal))
        {
            yield return $"{alert} has nothing to type";
        }
    }

    [GeneratedRegex(@"^## (.+)\n((?:(?!^##? ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"\*\*([A-Za-z, ]+)\.?\*\*")]
    private static partial Regex Part();
}
