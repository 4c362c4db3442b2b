using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Commands;

public sealed class RenderCommandTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("render-").FullName;

    [Fact]
    public async Task Manifests_are_valid_yaml_in_apply_order()
    {
        var target = Path.Combine(directory, "k8s");
        Assert.Equal(0, (await CommandLineTests.RunAsync(Plans.Repository, "render", "--stack", "prod", "--out", target)).Code);
        var kinds = Directory.GetFiles(target, "*.yaml").Order(StringComparer.Ordinal).Select(Kind).ToArray();
        Assert.Equal("Namespace", kinds[0]);
        Assert.True(Array.LastIndexOf(kinds, "Secret") < Array.IndexOf(kinds, "Deployment"));
        Assert.True(Array.LastIndexOf(kinds, "Job") < Array.IndexOf(kinds, "Deployment"));
        Assert.True(Array.LastIndexOf(kinds, "Namespace") < Array.IndexOf(kinds, "ServiceAccount"));
    }

    [Fact]
    public async Task No_rendered_file_holds_a_secret()
    {
        var target = Path.Combine(directory, "k8s");
        await CommandLineTests.RunAsync(Plans.Repository, "render", "--stack", "prod", "--out", target);
        Assert.All(Directory.GetFiles(target), file => Assert.DoesNotContain("__secret", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_of_the_registry_are_shown_as_the_JSON_that_an_API_server_asks_for()
    {
        var target = Path.Combine(directory, "k8s");
        await CommandLineTests.RunAsync(Plans.Repository, "render", "--stack", "prod", "--out", target);
        var manifest = await File.ReadAllTextAsync(Directory.GetFiles(target, "*-secret-registry-pull.yaml").Single());
        Assert.Contains("""{"auths":"[secret]"}""", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_of_a_droplet_include_its_cloud_configuration()
    {
        var target = Path.Combine(directory, "host");
        Assert.Equal(0, (await CommandLineTests.RunAsync(Plans.Repository, "render", "--stack", "dev", "--out", target)).Code);
        Assert.StartsWith("#cloud-config\n", await File.ReadAllTextAsync(Path.Combine(target, "cloud-init.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rendering_again_replaces_what_was_rendered()
    {
        var target = Path.Combine(directory, "again");
        await CommandLineTests.RunAsync(Plans.Repository, "render", "--stack", "prod", "--out", target);
        await File.WriteAllTextAsync(Path.Combine(target, "999-stale.yaml"), "");
        await CommandLineTests.RunAsync(Plans.Repository, "render", "--stack", "prod", "--out", target);
        Assert.False(File.Exists(Path.Combine(target, "999-stale.yaml")));
    }

    [Fact]
    public async Task A_directory_with_other_files_is_left_alone()
    {
        await File.WriteAllTextAsync(Path.Combine(directory, "thesis.txt"), "years of work");
        var (code, _, error) = await CommandLineTests.RunAsync(Plans.Repository, "render", "--stack", "dev", "--out", directory);
        Assert.Equal(1, code);
        Assert.Contains("give --out a new or empty directory", error, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_refused_stack_writes_nothing()
    {
        using var wrong = new StackDirectory(StackDirectory.With("infra:region: nyc9"));
        var target = Path.Combine(directory, "none");
        Assert.Equal(1, (await CommandLineTests.RunAsync(wrong.Path, "render", "--out", target)).Code);
        Assert.False(Directory.Exists(target));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static string Kind(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(file);
        stream.Load(reader);
        var root = (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
        return root.Children.First(child => child.Key.ToString() == "kind").Value.ToString();
    }
}
