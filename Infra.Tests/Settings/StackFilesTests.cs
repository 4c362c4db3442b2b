using Infra.Settings;

namespace Infra.Tests.Settings;

public sealed class StackFilesTests
{
    [Fact]
    public void An_unknown_stack_names_the_known_ones_and_the_nearest()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        var mistake = Assert.Single(Assert.Throws<SettingsException>(() => StackFiles.Read(directory.Path, "deb")).Mistakes);
        Assert.Equal("Pulumi.deb.yaml: no such file, so there is no stack 'deb'; did you mean dev?; there are: dev", mistake.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../dev")]
    [InlineData("a/b")]
    public void A_stack_name_is_no_path(string name)
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        Assert.Throws<SettingsException>(() => StackFiles.Read(directory.Path, name));
    }

    [Fact]
    public void A_directory_without_a_project_says_where_to_go()
    {
        var directory = Directory.CreateTempSubdirectory();
        var mistakes = Assert.Throws<SettingsException>(() => StackFiles.Read(directory.FullName, "dev")).Mistakes;
        directory.Delete();
        Assert.Contains("directory of Pulumi.yaml", mistakes[0].Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config:\n  infra:region: [nyc3\n", "Pulumi.dev.yaml:3:")]
    [InlineData("config:\n  infra:region: nyc3\n infra:domain: a\n", "Pulumi.dev.yaml:3:")]
    [InlineData("config:\n  infra:region: nyc3\n  infra:region: ams3\n", "Pulumi.dev.yaml:3:")]
    [InlineData("config: {a: 'b}\n", "Pulumi.dev.yaml:")]
    [InlineData("- a\n- b\n", "Pulumi.dev.yaml:1:1")]
    [InlineData("config: 5\n", "Pulumi.dev.yaml:1:9")]
    [InlineData("a: 1\n---\nb: 2\n", "Pulumi.dev.yaml")]
    [InlineData("config: &a\n  infra:region: *a\n", "Pulumi.dev.yaml")]
    public void Malformed_yaml_names_line_and_column(string yaml, string location) =>
        Assert.StartsWith(location, StackDirectory.MistakesIn(yaml)[0].Location, StringComparison.Ordinal);

    [Fact]
    public void A_small_file_cannot_describe_an_enormous_value()
    {
        var levels = Enumerable.Range(1, 12).Select(i => $"  infra:l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 10))}]");
        var yaml = $"config:\n  infra:l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n{string.Join('\n', levels)}\n";
        Assert.Contains("more than 10000 values", StackDirectory.MistakesIn(yaml)[0].Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_stack_file_lacks_what_is_required() =>
        Assert.Contains(StackDirectory.MistakesIn(""), mistake => mistake.Key == "infra:domain");

    [Fact]
    public void A_misspelt_section_is_a_mistake() =>
        Assert.Contains(StackDirectory.MistakesIn("confg:\n  infra:region: nyc3\n"), mistake => mistake.Rule.Contains("did you mean config?", StringComparison.Ordinal));

    [Fact]
    public void Encryption_settings_of_the_engine_are_left_to_it() =>
        Assert.Equal("dev", Load("encryptionsalt: v1:abc\nsecretsprovider: passphrase\n" + StackDirectory.Good).StackName);

    private static StackSettings Load(string yaml)
    {
        using var directory = new StackDirectory(yaml);
        return SettingsLoader.Load(StackFiles.Read(directory.Path, "dev"));
    }
}
