using Infra.Costs;
using Infra.Costs.Scenarios;
using Infra.Systems;

namespace Infra.Tests.Costs;

public sealed class WriteUpTests
{
    [Fact]
    public async Task DS_05_document_search_stands_line_by_line_beside_41_dollars()
    {
        var estimate = CostEstimator.Estimate(await Plans.Of("dev", "document-search", Topology.Droplet));
        var compared = WriteUp.Compare(estimate, WriteUp.For("document-search", Topology.Droplet));
        Assert.Equal(41m, compared.Sum(line => line.WrittenUp));
        // The write-up has one bucket; the other one is for backups.
        Assert.Equal([24.00m, 15.15m, 1.85m], compared.Take(3).Select(line => line.Minimum));
        Assert.Equal(estimate.Minimum, compared.Sum(line => line.Minimum));
    }

    [Fact]
    public void WP_08_three_providers_are_compared_with_the_write_up() =>
        Assert.Equal([("AWS", 2125m), ("DigitalOcean", 582m), ("Hetzner", 160m)], WebPlatformScenarios.All.Select(scenario => (scenario.Provider, scenario.WrittenUp)));

    [Fact]
    public void The_order_of_the_providers_is_that_of_the_write_up() =>
        Assert.Equal(WebPlatformScenarios.All.Select(scenario => scenario.Provider), WebPlatformScenarios.All.OrderByDescending(scenario => scenario.Total).Select(scenario => scenario.Provider));
}
