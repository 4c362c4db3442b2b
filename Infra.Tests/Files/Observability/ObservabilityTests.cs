using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Files;
using Infra.Files.Observability;
using Infra.Files.Observability.Alertmanager;
using Infra.Files.Observability.Grafana;
using Infra.Files.Observability.Prometheus;
using Infra.Settings;
using Infra.Systems;
using Pulumi;
using YamlDotNet.Serialization;

namespace Infra.Tests.Files.Observability;

/// <summary>Rules, dashboards and runbooks of every system agree with each other and with what is scraped.</summary>
public sealed partial class ObservabilityTests
{
    public static TheoryData<string, string, Topology> Stacks()
    {
        var data = new TheoryData<string, string, Topology>();
        foreach (var system in SystemCatalogue.Names)
        {
            foreach (var stack in new[] { "dev", "prod" })
            {
                data.Add(stack, system, Topology.Droplet);
                data.Add(stack, system, Topology.Kubernetes);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_alert_has_an_example_that_fires_and_one_that_stays_silent(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var tests = string.Concat(RuleTests.Render(settings, "../rules.yml").Select(file => file.Content));
        foreach (var alert in RuleFiles.Alerts(settings))
        {
            Assert.False(alert.Fires.IsEmpty, $"{alert.Name} has no samples with which it fires");
            Assert.False(alert.StaysSilent.IsEmpty, $"{alert.Name} has no samples with which it stays silent");
            var name = alert.Labels.IsEmpty ? alert.Name : $"{alert.Name} ({string.Join(", ", alert.Labels.Values)})";
            Assert.Contains($"name: {name} fires", tests);
            Assert.Contains($"name: {name} stays silent", tests);
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_alert_is_tested_with_the_rules_that_are_deployed(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var deployed = Rules(ObservabilityFiles.Render(settings).Single(file => file.Path == "prometheus/rules.yml").Content);
        var recordings = deployed.Select(rule => rule.Record).OfType<string>().ToHashSet();
        var tested = new List<DeployedRule>();
        var together = new List<DeployedRule>();
        var files = RuleTests.Render(settings, "../rules.yml").Where(file => file.Path.StartsWith("rules/", StringComparison.Ordinal));
        foreach (var file in files)
        {
            // The same rules in the same order, and nothing that is asked for is missing.
            var rules = Rules(file.Content);
            Assert.Equal(deployed.Where(rules.Contains), rules);
            var recorded = rules.Select(rule => rule.Record).OfType<string>().ToHashSet();
            Assert.Subset(recorded, rules.SelectMany(rule => PromQlNames.Of(rule.Expression)).Where(recordings.Contains).ToHashSet());
            if (Path.GetFileName(file.Path).StartsWith("every-", StringComparison.Ordinal))
            {
                together.AddRange(rules);
            }
            else
            {
                tested.Add(Assert.Single(rules, rule => rule.Record is null));
            }
        }

        Assert.Equal(deployed.Where(rule => rule.Record is null), tested);
        Assert.Equal(deployed, together);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_alert_is_told_apart_and_has_a_section_in_the_runbooks(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var sections = File.ReadLines(Path.Combine(Plans.Repository, Runbook.File)).Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ')).ToHashSet();
        var alerts = RuleFiles.Alerts(settings);
        Assert.Equal(alerts.Length, alerts.Select(alert => (alert.Name, string.Join(',', alert.Labels))).Distinct().Count());
        foreach (var alert in alerts)
        {
            Assert.True(sections.Contains(alert.Name), $"{Runbook.File} has no section {alert.Name}");
        }

        foreach (var node in RuleFiles.Of(settings).Groups.SelectMany(group => group.Rules).Where(rule => rule.Alert is not null))
        {
            Assert.Equal(["description", "runbook_url", "summary"], node.Annotations!.Keys.Order());
            Assert.Equal($"{settings.Alerts.RunbookUrl}#{node.Alert!.ToLowerInvariant()}", node.Annotations["runbook_url"]);
            Assert.Contains(node.Labels!["severity"], new[] { "critical", "warning", "info" });
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_series_that_rules_and_panels_ask_for_is_told_by_a_target(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var known = Samples.SeriesOf(settings);
        foreach (var rule in RuleFiles.Of(settings).Groups.SelectMany(group => group.Rules))
        {
            Known(known, rule.Expr, $"the rule {rule.Record ?? rule.Alert}");
            if (rule.Record is { } recorded)
            {
                known.Add(recorded);
            }
        }

        foreach (var (panel, expression) in Expressions(settings))
        {
            Known(known, expression, $"the panel {panel}");
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Probes_and_scrapes_are_no_requests_of_users(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var users = PromQl.Users(settings.System);
        foreach (var path in settings.System.Services.SelectMany(service => service.Metrics).Select(page => page.Path).Concat(settings.System.Edge.Routes.Where(route => route.Health).Select(route => route.Path)))
        {
            Assert.Matches($"[\"|]{path}[|\"]", users);
        }

        var asked = RuleFiles.Of(settings).Groups.SelectMany(group => group.Rules).Select(rule => rule.Expr).Concat(Expressions(settings).Select(panel => panel.Expression)).ToList();
        foreach (var selector in asked.SelectMany(expression => RequestSelector().Matches(expression)).Select(match => match.Value))
        {
            Assert.Contains(users, selector);
        }

        Assert.Contains(asked, expression => RequestSelector().IsMatch(expression));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_system_is_tried_in_whole_situations(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var scenarios = Scenario.Of(settings).ToList();
        Assert.Equal(3, scenarios.Count);
        var fired = scenarios.SelectMany(scenario => scenario.Fires).Select(alert => alert.Name);
        Assert.Subset(RuleFiles.Alerts(settings).Select(alert => alert.Name).ToHashSet(), fired.ToHashSet());

        // All groups, each as often as it is evaluated when it is deployed.
        var intervals = RuleFiles.Of(settings).Groups.Select(group => group.Interval).Distinct();
        var files = RuleTests.Render(settings, "../rules.yml").ToDictionary(file => file.Path, file => file.Content);
        foreach (var content in intervals.Select(interval => files[$"scenarios-{interval}-test.yml"]))
        {
            Assert.All(scenarios, scenario => Assert.Contains(scenario.Name, content));
        }

        Assert.Equal(settings.System.Monitoring.SourcesOf(StandardMetrics.QueueOldestJob).Any() ? ["QueueStuck"] : [], scenarios[0].Fires.Select(alert => alert.Name));
        Assert.Equal(["HighErrorRate"], scenarios[1].Fires.Select(alert => alert.Name));
        Assert.Empty(scenarios[2].Fires);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_alert_reaches_a_receiver(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        settings = settings with
        {
            Alerts = settings.Alerts with { SlackChannel = "#alerts" },
            Secrets = settings.Secrets.SetItem(AlertmanagerSecrets.Slack.Setting, Output.CreateSecret("https://hooks.example.com")),
        };
        var file = AlertRoutes.Of(settings);
        foreach (var severity in RuleFiles.Alerts(settings).Select(alert => alert.SeverityLabel).Distinct())
        {
            var route = Assert.Single(file.Route.Routes!, route => route.Matchers!.Single() == $"severity=\"{severity}\"");
            Assert.NotEmpty(file.Receivers.Single(receiver => receiver.Name == route.Receiver).SlackConfigs!);
        }
    }

    [Theory]
    [InlineData("DatabaseDown", "EndpointDown")]
    [InlineData("DatabaseDown", "HighErrorRate")]
    [InlineData("RedisDown", "ErrorBudgetBurnsFast")]
    [InlineData("ServiceDown", "EndpointDown")]
    [InlineData("ServiceDown", "ServerErrors")]
    [InlineData("EndpointDown", "HighErrorRate")]
    [InlineData("HighErrorRate", "ServerErrors")]
    [InlineData("HighErrorRate", "ErrorBudgetBurnsFast")]
    [InlineData("WorkerDown", "QueueStuck")]
    public void What_follows_from_a_cause_is_kept_quiet(string cause, string consequence) => Assert.Contains(
        AlertRoutes.Of(Plans.SettingsOf("prod", "car-api", Topology.Droplet)).InhibitRules,
        rule => Matches(rule.SourceMatchers, cause) && Matches(rule.TargetMatchers, consequence) && rule.Equal.Contains("system"));

    [Fact]
    public void A_source_that_counts_requests_says_their_routes()
    {
        foreach (var metric in SystemCatalogue.Names.SelectMany(name => SystemCatalogue.Get(name).Monitoring.Sources).SelectMany(source => source.Metrics)
            .Where(metric => metric.Name == StandardMetrics.Requests.Name || metric.Name == StandardMetrics.RequestDuration.Name))
        {
            Assert.Contains("route", metric.Labels);
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Dashboards_have_fixed_ids_and_panels_that_do_not_overlap(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var dashboards = Dashboards.Of(settings).Select(file => JsonDocument.Parse(file.Content).RootElement).ToList();
        Assert.Equal(dashboards.Count, dashboards.Select(dashboard => dashboard.GetProperty("uid").GetString()).Distinct().Count());
        foreach (var dashboard in dashboards)
        {
            Assert.InRange(dashboard.GetProperty("uid").GetString()!.Length, 1, 40);
            Assert.InRange(dashboard.GetProperty("schemaVersion").GetInt32(), 39, 42);
            var taken = new HashSet<(int, int)>();
            foreach (var place in dashboard.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("gridPos")))
            {
                for (var x = 0; x < place.GetProperty("w").GetInt32(); x++)
                {
                    for (var y = 0; y < place.GetProperty("h").GetInt32(); y++)
                    {
                        Assert.True(taken.Add((place.GetProperty("x").GetInt32() + x, place.GetProperty("y").GetInt32() + y)), "two panels overlap");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("vision", "overview performance resources application infrastructure business alerts objectives")]
    [InlineData("faciliauto", "overview performance resources application infrastructure business alerts objectives")]
    [InlineData("car-api", "overview performance resources application infrastructure alerts objectives")]
    public void A_system_has_the_dashboards_for_which_it_has_something_to_show(string system, string expected) =>
        Assert.Equal(expected.Split(' '), Dashboards.Of(Plans.SettingsOf("prod", system, Topology.Droplet)).Select(file => Path.GetFileNameWithoutExtension(file.Path)));

    [Fact]
    public void The_recorded_service_tells_every_metric_of_its_contract()
    {
        var system = SystemCatalogue.Get("document-search");
        var told = Samples.Lines("document-search-api").Concat(Samples.Lines("document-search-worker")).Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).ToHashSet();
        foreach (var metric in system.Monitoring.Sources.SelectMany(source => source.Metrics).Distinct())
        {
            Assert.Contains($"# TYPE {metric.Name} {metric.Kind.ToString().ToLowerInvariant()}", told);
        }

        var bound = system.Objectives.LatencyP95.TotalSeconds;
        Assert.Contains(Samples.Lines("document-search-api"), line => line.StartsWith("http_request_duration_seconds_bucket", StringComparison.Ordinal) && line.Contains($"le=\"{bound}\""));
    }

    [Theory]
    [InlineData("vision", "api", "10s")]
    [InlineData("faciliauto", "api", "30s")]
    public void A_service_is_scraped_as_often_as_its_system_says(string system, string job, string interval) =>
        Assert.Equal(interval, ScrapeJobs.Of(Plans.SettingsOf("prod", system, Topology.Droplet)).Single(scraped => scraped.JobName == job).ScrapeInterval);

    [Fact]
    public void Vision_is_scraped_and_judged_every_15_seconds_and_its_database_every_30()
    {
        var settings = Plans.SettingsOf("prod", "vision", Topology.Droplet);
        var file = ObservabilityFiles.Render(settings).Single(file => file.Path == "prometheus/prometheus.yml").Content;
        Assert.Contains("scrape_interval: \"15s\"", file);
        Assert.Contains("evaluation_interval: \"15s\"", file);
        Assert.Equal("30s", ScrapeJobs.Of(settings).Single(job => job.JobName == JobNames.Postgres).ScrapeInterval);
    }

    [Fact]
    public void Burn_rate_thresholds_are_those_of_the_promise()
    {
        // 99.9 % leaves a budget of 0.1 %: 14.4, 6, 3 and 1 times that.
        var alerts = BurnRates.Alerts(SystemCatalogue.Get("web-platform")).Where(alert => alert.Labels["objective"] == "failed").ToList();
        Assert.Equal(["> 0.0144 ", "> 0.006 ", "> 0.003 ", "> 0.001 "], alerts.Select(alert => Threshold().Match(alert.Expression).Value));
        Assert.Equal([AlertSeverity.Critical, AlertSeverity.Critical, AlertSeverity.Warning, AlertSeverity.Warning], alerts.Select(alert => alert.Severity));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Rendering_twice_gives_the_same_bytes(string stack, string system, Topology topology)
    {
        var settings = Plans.SettingsOf(stack, system, topology);
        var first = ObservabilityFiles.Render(settings);
        Assert.Equal<HostFile>(first, ObservabilityFiles.Render(settings));
        Assert.Equal(first.Length, first.Select(file => file.Path).Distinct().Count());
    }

    private sealed record DeployedRule(string? Record, string Expression, string Text);

    /// <summary>The rules of a rendered file, each with all that it says and with its group.</summary>
    private static List<DeployedRule> Rules(string yaml)
    {
        static string? Value(Dictionary<object, object> map, string key) => (string?)map.GetValueOrDefault(key);
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<object, object>>>>(yaml);
        var json = new SerializerBuilder().JsonCompatible().Build();
        return
        [
            .. from grouped in file["groups"]
               from rule in ((List<object>)grouped["rules"]).Cast<Dictionary<object, object>>()
               let text = $"{Value(grouped, "name")} every {Value(grouped, "interval")}: {json.Serialize(rule)}"
               select new DeployedRule(Value(rule, "record"), Value(rule, "expr")!, text),
        ];
    }

    private static bool Matches(IEnumerable<string> matchers, string alert) => matchers.All(matcher =>
        matcher.StartsWith("alertname=", StringComparison.Ordinal) && Regex.IsMatch(alert, $"^({matcher.Split('"')[1]})$"));

    private static void Known(HashSet<string> known, string expression, string who)
    {
        foreach (var name in PromQlNames.Of(expression))
        {
            Assert.True(known.Contains(name), $"{who} asks for {name}, which no target tells: {expression}");
        }
    }

    private static IEnumerable<(string Panel, string Expression)> Expressions(StackSettings settings) =>
        from file in Dashboards.Of(settings)
        from panel in JsonDocument.Parse(file.Content).RootElement.GetProperty("panels").EnumerateArray()
        from target in panel.GetProperty("targets").EnumerateArray()
        select ($"{file.Path}: {panel.GetProperty("title").GetString()}", target.GetProperty("expr").GetString()!);

    [GeneratedRegex(@"\bhttp_request(s_total|_duration_seconds_(bucket|count|sum))\b(\{[^}]*\})?(?=\[)")]
    private static partial Regex RequestSelector();

    [GeneratedRegex("> [0-9.]+ ")]
    private static partial Regex Threshold();
}
