using System.Collections;
using System.Globalization;
using System.Reflection;
using Infra.Facts.Compose;
using Infra.Facts.Reach;

namespace Infra.Tests.Facts.Compose;

/// <summary>A project and what <c>docker compose config</c> makes of it say the same: each of <c>e2e/host/projects</c> has Compose's answer
/// beside it, and <c>e2e/host-files</c> asks the real Compose whether that still is its answer.</summary>
public sealed class ComposeProjectTests
{
    private static readonly string Projects = Path.Combine(Plans.Repository, "e2e", "host", "projects");

    // What is written in another way on purpose: texts with variables, and files whose variables Compose writes into the environment.
    private static readonly ImmutableHashSet<string> AsWritten =
        [nameof(ComposeContainer.Image), nameof(ComposeContainer.EnvironmentFiles), nameof(ComposeContainer.HasUnknownImage)];

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Projects).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_project_says_what_Compose_makes_of_it(string name)
    {
        var directory = Path.Combine(Projects, name);
        string[] files = [Path.Combine(directory, "compose.yaml"), Path.Combine(directory, "compose.override.yaml")];
        var written = ComposeProject.Read(files.Where(File.Exists), path => File.Exists(path) ? Given(File.ReadAllText(path)) : null);
        var normalised = ComposeProject.Read(File.ReadAllText(Path.Combine(directory, "normalised.json")))!;

        Assert.NotEmpty(written.Containers);
        Assert.Equal(Facts(normalised, null), Facts(written, directory));
    }

    [Fact]
    public void Every_fact_is_compared_in_more_than_one_form()
    {
        var values = Directory.GetFiles(Projects, "normalised.json", SearchOption.AllDirectories)
            .SelectMany(file => Facts(ComposeProject.Read(File.ReadAllText(file))!, null)).Select(fact => fact.Split(' ', 3))
            .GroupBy(fact => fact[1], fact => fact[2]);
        Assert.Empty(values.Where(fact => fact.Distinct().Count() < 2).Select(fact => fact.Key)
            .Except([nameof(ComposeContainer.HasUnknownUser), nameof(ComposeContainer.IsWhole)]));
    }

    // The variable that the real Compose is given as well.
    private static string Given(string text) => text.Replace("${GIVEN:?has to be given}", "given", StringComparison.Ordinal);

    private static string[] Facts(ComposeProject project, string? directory) =>
    [
        .. from one in project.Containers
           from property in typeof(ComposeContainer).GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where !AsWritten.Contains(property.Name)
           select $"{one.Container.Name} {property.Name} {Shown(property.Name switch
           {
               nameof(ComposeContainer.Environment) => Environment(one.Container, directory),
               nameof(ComposeContainer.Published) => Ports(one.Container),
               nameof(ComposeContainer.Mounts) => one.Container.Mounts.Select(Normal),
               nameof(ComposeContainer.NetworkNames) => Networks(one.Container),
               _ => property.GetValue(one.Container),
           })}" into fact
           orderby fact
           select fact,
        .. from container in ComposeReach.Of(project).Containers
           from fact in new[] { $"Reaches.Networks {Shown(container.Networks)}", $"Reaches.Server {container.OnHostNetwork}" }
           orderby container.Name
           select $"{container.Name} {fact}",
    ];

    // Lists in no order of their own.
    private static string Shown(object? value) => value switch
    {
        null => "none",
        string text => text,
        IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Shown).Order(StringComparer.Ordinal)),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    // Compose's answer has whole paths, and leaves out whether they are not to be created.
    private static ComposeMount Normal(ComposeMount mount) => mount with
    {
        CreatesSource = true,
        Source = mount.Source.StartsWith('.') ? Path.GetRelativePath("/project", Path.GetFullPath(mount.Source, "/project")) : mount.Source,
    };

    // Compose makes single ports of ranges.
    private static IEnumerable<string> Ports(ComposeContainer container) =>
        from port in container.Published
        group port by $"{port.Addresses}" into open
        select $"{open.Key} {open.Aggregate(PortSet.None, (set, port) => set.Union(port.OnServer))} to "
            + $"{open.Aggregate(PortSet.None, (set, port) => set.Union(port.InContainer))}";

    private static IEnumerable<string> Networks(ComposeContainer container) => container.NetworkMode.Length > 0 ? []
        : container.NetworkNames.IsEmpty ? ["default"] : container.NetworkNames;

    private static IEnumerable<string> Environment(ComposeContainer container, string? directory) =>
        (directory is null ? [] : container.EnvironmentFiles.Select(file => Path.Combine(directory, file)).Where(File.Exists)
            .SelectMany(File.ReadAllLines).Where(line => !line.StartsWith('#')).Select(line => line.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1].Trim('"'))))
        .Concat(container.Environment).GroupBy(entry => entry.Key, entry => entry.Value)
        .Select(entry => $"{entry.Key}={entry.Last() ?? "none"}");
}
