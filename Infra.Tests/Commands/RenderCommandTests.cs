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
    public async Task Rendering_again_deletes_what_it_wrote_before_and_nothing_else()
    {
        var target = Path.Combine(directory, "again");
        await RenderAsync(target, "dev");
        await File.WriteAllTextAsync(Path.Combine(target, "notes.txt"), "somebody's");
        Assert.Equal(0, (await RenderAsync(target, "prod")).Code);
        Assert.False(File.Exists(Path.Combine(target, "compose.yaml")));
        Assert.False(Directory.Exists(Path.Combine(target, "bin")));
        Assert.Equal("somebody's", await File.ReadAllTextAsync(Path.Combine(target, "notes.txt")));
    }

    [Fact]
    public async Task A_rendered_file_that_was_changed_is_not_lost()
    {
        var target = Path.Combine(directory, "changed");
        await RenderAsync(target, "dev");
        await File.AppendAllTextAsync(Path.Combine(target, "compose.yaml"), "# mine\n");
        foreach (var stack in new[] { "dev", "prod" })
        {
            var (code, _, error) = await RenderAsync(target, stack);
            Assert.Equal(1, code);
            Assert.Contains("compose.yaml was not rendered, or was changed since", error, StringComparison.Ordinal);
            Assert.EndsWith("# mine\n", await File.ReadAllTextAsync(Path.Combine(target, "compose.yaml")), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(target, "bin", "install")));
        }
    }

    [Theory]
    [InlineData("compose.yaml", false)]
    [InlineData("bin", true)]
    public async Task Nothing_is_written_or_deleted_through_a_link(string path, bool isDirectory)
    {
        var target = Path.Combine(directory, "linked");
        var outside = Path.Combine(directory, "outside");
        await RenderAsync(target, "dev");
        Directory.Move(Path.Combine(target, "bin"), outside);
        File.Copy(Path.Combine(target, "compose.yaml"), Path.Combine(outside, "compose.yaml"));
        if (isDirectory)
        {
            Directory.CreateSymbolicLink(Path.Combine(target, path), outside);
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(target, "bin"));
            File.Delete(Path.Combine(target, path));
            File.CreateSymbolicLink(Path.Combine(target, path), Path.Combine(outside, path));
        }

        var before = Directory.GetFiles(outside).ToDictionary(file => file, File.ReadAllText);
        var (code, _, error) = await RenderAsync(target, "prod");
        Assert.Equal(1, code);
        Assert.Contains("is a link", error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(outside).ToDictionary(file => file, File.ReadAllText));
    }

    [Theory]
    [InlineData("../victim.txt")]
    [InlineData("no manifest at all")]
    public async Task A_manifest_that_somebody_wrote_deletes_nothing(string line)
    {
        var target = Directory.CreateDirectory(Path.Combine(directory, "forged")).FullName;
        var victim = Path.Combine(directory, "victim.txt");
        await File.WriteAllTextAsync(victim, "");
        const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        await File.WriteAllTextAsync(Path.Combine(target, ".rendered"), line.StartsWith('.') ? $"{Empty}  {line}\n" : line);
        Assert.Equal(1, (await RenderAsync(target, "dev")).Code);
        Assert.True(File.Exists(victim));
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

    private static Task<(int Code, string Output, string Error)> RenderAsync(string target, string stack) =>
        CommandLineTests.RunAsync(Plans.Repository, "render", "--stack", stack, "--out", target);

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
