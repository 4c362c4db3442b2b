using Infra.Facts;
using Infra.Policies;
using Infra.Systems;
using Xunit.Abstractions;

namespace Infra.Tests.Facts.Reach;

/// <summary>The reach of each system is what its definition declares, no more and no less.</summary>
public sealed class DeclaredReachTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Plans.Everywhere), MemberType = typeof(Plans))]
    public async Task The_matrix_of_a_plan_is_the_declared_one(string stack, string system, Topology topology)
    {
        var plan = await Plans.Of(stack, system, topology);
        var computed = PlanFacts.Of(plan).Reach.Connections;
        output.WriteLine($"{system} {stack} {topology}: {computed.Length} rows");
        Assert.Equal(DeclaredReach.Of(plan.Settings).Select(row => $"{row}"), computed.Select(row => $"{row}"));
    }
}
