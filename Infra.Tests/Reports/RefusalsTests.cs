using Infra.Reports;
using Infra.Systems;

namespace Infra.Tests.Reports;

public sealed class RefusalsTests
{
    /// <summary>What <c>diff</c> refuses to replace or delete, the engine refuses as well: it is protected.</summary>
    [Theory]
    [MemberData(nameof(Plans.Everywhere), MemberType = typeof(Plans))]
    public async Task What_holds_data_or_serves_traffic_is_protected_in_production_and_nothing_is_in_development(string stack, string system, Topology topology)
    {
        var plan = await Plans.Of(stack, system, topology);
        var holders = plan.Deployed.Where(resource => Refusals.Holds(resource.Type)).ToArray();
        Assert.True(holders.Length >= 3);
        Assert.Empty(holders.Where(resource => resource.Protected != plan.Settings.IsProduction).Select(resource => resource.Key));
    }
}
