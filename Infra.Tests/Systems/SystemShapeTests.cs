using Infra.Systems;

namespace Infra.Tests.Systems;

/// <summary>What holds for every system, whoever wrote it.</summary>
public sealed class SystemShapeTests
{
    public static TheoryData<string> Names => [.. SystemCatalogue.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Routes_lead_to_ports_of_services(string name)
    {
        var system = SystemCatalogue.Get(name);
        foreach (var route in system.Edge.Routes)
        {
            Assert.NotNull(system.Service(route.Service).Port(route.Port));
            Assert.True(route.Limit.Limits || route.Health, $"{route.Path} has no limit");
            Assert.True(!route.StripsPrefix || route.WithoutSlash.Length > 0, $"{route.Path} is no prefix that can be taken away");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Probes_and_metrics_use_ports_of_their_service(string name)
    {
        foreach (var service in SystemCatalogue.Get(name).Services)
        {
            var asked = service.Probes.Select(probe => probe.Action).OfType<ProbeAction.HttpGet>().Select(action => action.Port).Concat(service.Metrics.Select(metrics => metrics.Port));
            Assert.All(asked, port => Assert.Contains(port, service.Ports.Select(known => known.Number)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Variables_are_named_once_and_described(string name)
    {
        var variables = SystemCatalogue.Get(name).Environment;
        Assert.Equal(variables.Length, variables.Select(variable => variable.Name).Distinct().Count());
        Assert.All(variables, variable => Assert.Matches("^[A-Z][A-Z0-9_]*$", variable.Name));
        Assert.All(variables, variable => Assert.NotEmpty(variable.Description));
        Assert.All(variables, variable => Assert.NotEmpty(variable.Category));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_sounds_like_a_secret_is_one(string name)
    {
        string[] harmless = ["JWT_EXPIRES_IN", "JWT_REFRESH_EXPIRES_IN", "JWT_ALGORITHM", "JWT_EXPIRATION_MINUTES", "REDIS_KEY_PREFIX"];
        var variables = SystemCatalogue.Get(name).Environment.Where(variable =>
            (variable.Name.Contains("SECRET", StringComparison.Ordinal) || variable.Name.Contains("PASSWORD", StringComparison.Ordinal)
                || variable.Name.Contains("_KEY", StringComparison.Ordinal) || variable.Name.EndsWith("_DSN", StringComparison.Ordinal))
            && !harmless.Contains(variable.Name));
        Assert.All(variables, variable => Assert.True(variable.Value.IsSecret, $"{variable.Name} is in plain text"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_tier_has_one_store_of_a_kind(string name)
    {
        foreach (var tier in Enum.GetValues<Tier>())
        {
            var system = SystemCatalogue.Get(name).For(tier);
            Assert.True(system.Needs<Postgres>().Count() <= 1);
            Assert.True(system.Needs<Redis>().Count() <= 1);
        }
    }
}
