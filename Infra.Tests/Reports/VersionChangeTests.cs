using Infra.Commands;
using Infra.Reports;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Reports;

/// <summary>What a new version changes on a server: what runs it, and nothing else.</summary>
public sealed class VersionChangeTests
{
    public static TheoryData<string> Systems => [.. SystemCatalogue.Names];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_new_version_changes_the_release_alone(string system)
    {
        var difference = await DifferenceAsync(system, SettingsCatalogue.ImageTag, "7.7.7");
        var change = Assert.Single(difference.Changes);
        Assert.Equal((ChangeKind.Changed, $"{system}-release"), (change.Kind, change.Resource.Name));
        Assert.Contains(change.Properties, property => property.Path == "create" && property.After.Contains("/bin/release 7.7.7 ", StringComparison.Ordinal));
    }

    /// <summary>The bound that was promised, whatever the release is made of.</summary>
    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_new_version_changes_at_most_one_resource_a_service_and_five(string system)
    {
        var services = Plans.SettingsOf("prod", system, Topology.Droplet).System.ServicesIn(Topology.Droplet).Count();
        Assert.InRange((await DifferenceAsync(system, SettingsCatalogue.ImageTag, "7.7.7")).Changes.Length, 1, services + 5);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void No_file_of_a_server_says_which_version_runs(string system)
    {
        var settings = Plans.SettingsOf("prod", system, Topology.Droplet) with { ImageTag = "7.7.7" };
        Assert.Empty(Infra.Files.HostFiles.Render(settings).Where(file => file.Content.Contains("7.7.7", StringComparison.Ordinal)).Select(file => file.Path));
    }

    [Fact]
    public async Task A_changed_file_is_copied_and_the_others_are_not()
    {
        var difference = await DifferenceAsync("document-search", SettingsCatalogue.BackupRetentionDays, "14");
        Assert.Equal(["system.conf", "document-search-release"], difference.Changes.Select(change => change.Resource.Name).Where(name => !name.Contains("bucket", StringComparison.Ordinal)));
    }

    private static async Task<PlanDifference> DifferenceAsync(string system, Setting setting, string value)
    {
        async Task<PlanDocument> PlanAsync(string? changed)
        {
            var file = StackFiles.Read(Plans.Repository, "prod").With(SettingsCatalogue.System.Key, system, "test").With(SettingsCatalogue.Topology.Key, "droplet", "test");
            return (await PlanReview.OfAsync(SettingsLoader.Load(changed is null ? file : file.With(setting.Key, changed, "test")))).Document;
        }

        return PlanComparison.Compare(await PlanAsync(null), "before", await PlanAsync(value));
    }
}
