using Infra.Settings;

namespace Infra.Tests.Settings;

public sealed class PulumiYamlTests
{
    [Fact]
    public void The_project_file_declares_the_catalogue()
    {
        var yaml = File.ReadAllText(Path.Combine(Plans.Repository, "Pulumi.yaml"));
        var declared = yaml[(yaml.IndexOf("\nconfig:\n", StringComparison.Ordinal) + "\nconfig:\n".Length)..];
        Assert.True(
            declared == SettingsReference.PulumiYaml(),
            "Pulumi.yaml is stale; put the output of 'dotnet run --project Infra -- settings --pulumi-yaml' below 'config:'");
    }

    [Fact]
    public void Every_setting_is_described_in_a_sentence() =>
        Assert.All(SettingsCatalogue.All, setting => Assert.Matches(@"^[A-Za-z].{20,}\.$", setting.Description));

    [Fact]
    public void Every_setting_of_the_catalogue_is_listed_once()
    {
        var properties = typeof(SettingsCatalogue).GetProperties().Where(property => property.PropertyType.IsAssignableTo(typeof(Setting))).Select(property => (Setting)property.GetValue(null)!);
        Assert.Equal(properties.Select(setting => setting.Key).Order(StringComparer.Ordinal), SettingsCatalogue.All.Except(SettingsCatalogue.SuppliedToSystems).Select(setting => setting.Key).Order(StringComparer.Ordinal));
    }
}
