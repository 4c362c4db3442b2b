using Infra.Planning;
using Infra.Policies;
using Infra.Systems;

namespace Infra.Tests.Systems;

public sealed class SystemCatalogueTests
{
    [Fact]
    public void The_five_systems_are_found() =>
        Assert.Equal(["car-api", "document-search", "faciliauto", "vision", "web-platform"], SystemCatalogue.Names);

    [Theory]
    [InlineData(Topology.Droplet)]
    [InlineData(Topology.Kubernetes)]
    public async Task A_sixth_system_is_one_new_file(Topology topology)
    {
        var found = SystemCatalogue.Find(typeof(SixthSystem).Assembly);
        var system = Assert.Single(found).Value;

        var settings = Plans.SettingsOf("prod", "document-search", topology);
        var plan = await PlanRecorder.RecordAsync(settings with { System = system.For(settings.Tier), Hostname = system.Name });

        Assert.Empty(PolicyGate.Check(plan, new DateOnly(2026, 1, 1)).Findings.Where(finding => finding.Rule.Severity == Severity.Error));
        Assert.Contains(plan.Deployed, resource => resource.Kind is "Command" or "Deployment");
    }

    [Fact]
    public void Names_of_systems_say_what_there_is_when_one_is_wrong()
    {
        var mistake = Assert.Throws<KeyNotFoundException>(() => SystemCatalogue.Get("visoin"));
        Assert.Contains("vision", mistake.Message, StringComparison.Ordinal);
    }
}
