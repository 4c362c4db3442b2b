using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Infra.Tests.Pipeline;

/// <summary>What is pinned is found by the program that proposes updates of it.</summary>
public sealed partial class UpdateTests
{
    private static readonly JsonElement Renovate = Json("renovate.json");

    private static readonly ImmutableArray<string> Files =
    [
        .. new[] { "Infra", ".github", ".devcontainer", "app/scripts" }
            .SelectMany(directory => Directory.EnumerateFiles(Path.Combine(Plans.Repository, directory), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Plans.Repository, file))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("Infra/bin/", StringComparison.Ordinal)),
    ];

    public static TheoryData<string> Managers => [.. Renovate.GetProperty("customManagers").EnumerateArray().Select(manager => manager.GetProperty("description").GetString()!)];

    [Theory]
    [MemberData(nameof(Managers))]
    public void Every_pattern_finds_something(string description)
    {
        var manager = Renovate.GetProperty("customManagers").EnumerateArray().Single(found => found.GetProperty("description").GetString() == description);
        foreach (var pattern in Texts(manager, "matchStrings"))
        {
            var found = Texts(manager, "managerFilePatterns").SelectMany(Matching).SelectMany(file => Regex.Matches(Content(file), pattern)).ToList();
            Assert.NotEmpty(found);
            Assert.All(found, match =>
            {
                Assert.NotEmpty(match.Groups["currentValue"].Value);
                Assert.True(match.Groups["depName"].Success || manager.TryGetProperty("depNameTemplate", out _), $"{description} names no dependency");
            });
        }
    }

    [Fact]
    public void Every_image_and_chart_that_is_pinned_in_the_program_is_found()
    {
        var found = Found();
        var pinned = Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => PinnedImage().Matches(Content(file)).Concat(PinnedChart().Matches(Content(file))).Select(match => (File: file, Value: match.Groups[1].Value)))
            .ToList();
        Assert.True(pinned.Count >= 15, $"{pinned.Count} are pinned: the test no longer sees them");
        Assert.Empty(pinned.Except(found));
    }

    [Fact]
    public void Patterns_are_such_as_its_engine_knows() => Assert.All(
        Renovate.GetProperty("customManagers").EnumerateArray().SelectMany(manager => Texts(manager, "matchStrings")),
        pattern => Assert.DoesNotMatch(@"\(\?[=!]|\(\?<[=!]|\\[1-9]", pattern)); // RE2: neither look-around nor references back

    [Fact]
    public void Everything_else_that_is_pinned_has_a_manager() =>
        Assert.Equal(["custom.regex", "devcontainer", "dockerfile", "github-actions", "npm", "nuget"], Texts(Renovate, "enabledManagers").Order());

    [Fact]
    public void The_engine_has_one_version()
    {
        var versions = Files.SelectMany(file => EngineVersion().Matches(Content(file))).Select(match => match.Groups[1].Value).ToList();
        Assert.True(versions.Count >= 2);
        Assert.Single(versions.Distinct());
    }

    [Fact]
    public void Packages_of_npm_are_pinned()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Plans.Repository, "e2e"), "package.json", SearchOption.AllDirectories).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)))
        {
            Assert.All(Json(file).GetProperty("dependencies").EnumerateObject(), package => Assert.Matches(@"^\d+\.\d+\.\d+$", package.Value.GetString()!));
        }
    }

    [Theory]
    [InlineData("bug.yml")]
    [InlineData("feature.yml")]
    public void Forms_have_what_GitHub_asks_of_them(string name)
    {
        var form = new DeserializerBuilder().Build().Deserialize<object?>(Content($".github/ISSUE_TEMPLATE/{name}"));
        Assert.All(new[] { "name", "description" }, key => Assert.NotEmpty(Workflow.TextAt(form, key)));
        var fields = Assert.IsAssignableFrom<IEnumerable<object?>>(Workflow.At(form, "body")).ToList();
        var asked = fields.Where(field => Workflow.TextAt(field, "type") != "markdown").ToList();
        Assert.All(fields, field => Assert.Contains(Workflow.TextAt(field, "type"), new[] { "markdown", "textarea", "input", "dropdown", "checkboxes" }));
        Assert.All(asked, field => Assert.NotEmpty(Workflow.TextAt(field, "attributes", "label")));
        Assert.Equal(asked.Count, asked.Select(field => Workflow.TextAt(field, "id")).Where(id => id.Length > 0).Distinct().Count());
    }

    [Fact]
    public void The_changelog_has_a_place_for_what_is_next()
    {
        var headings = Content("CHANGELOG.md").Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToList();
        Assert.Equal("## Unreleased", headings[0]);
        Assert.All(headings.Skip(1), heading => Assert.Matches(@"^## \d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}$", heading));
    }

    private static ImmutableHashSet<(string File, string Value)> Found() =>
    [
        .. from manager in Renovate.GetProperty("customManagers").EnumerateArray()
           from file in Texts(manager, "managerFilePatterns").SelectMany(Matching)
           from pattern in Texts(manager, "matchStrings")
           from match in Regex.Matches(Content(file), pattern)
           select (file, match.Groups["currentValue"].Value),
    ];

    private static IEnumerable<string> Matching(string pattern) => Files.Where(file => Regex.IsMatch(file, pattern.Trim('/')));

    private static string Content(string file) => File.ReadAllText(Path.Combine(Plans.Repository, file));

    private static JsonElement Json(string file) => JsonDocument.Parse(Content(file)).RootElement;

    private static IEnumerable<string> Texts(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

    [GeneratedRegex("\"[a-z0-9./_-]+:(v?\\d+\\.\\d+\\.\\d+(?:-[a-z0-9-]+?)?)(?:-pg\\{version\\}-bookworm)?\"")]
    private static partial Regex PinnedImage();

    [GeneratedRegex("(?:Version = |Install\\(\"[^\"]+\", \"[^\"]+\", )\"(v?\\d+\\.\\d+\\.\\d+)\"")]
    private static partial Regex PinnedChart();

    [GeneratedRegex(@"(?:pulumi-version: |features/pulumi:1"": \{\s+""version"": "")(\d+\.\d+\.\d+)")]
    private static partial Regex EngineVersion();
}
