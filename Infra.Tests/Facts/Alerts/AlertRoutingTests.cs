using Infra.Facts;
using Infra.Facts.Alerts;

namespace Infra.Tests.Facts.Alerts;

/// <summary>Where alerts end, for the cases that <c>e2e/observability</c> puts to amtool as well.</summary>
public sealed class AlertRoutingTests
{
    private static readonly string Folder = Path.Combine(Plans.Repository, "Infra.Tests", "Facts", "Alerts");

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(Path.Combine(Folder, "routes.tsv")))
            {
                cases.Add(line.Split('\t')[0], line.Split('\t')[1]);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_alert_ends_where_Alertmanager_says(string labels, string receivers)
    {
        var routing = AlertRouting.Read(HostConfiguration.Parse(File.ReadAllText(Path.Combine(Folder, "routes.yml"))));
        Assert.Equal(receivers, string.Join(',', routing.RoutesOf(Labels(labels)).Select(route => route.Receiver)));
    }

    [Fact]
    public void What_a_route_does_not_say_the_routes_around_it_do()
    {
        var routing = Read("""
            route:
              receiver: root
              group_by: [alertname]
              repeat_interval: 1d
              routes:
                - matchers: [severity=info]
                  group_wait: 5m
                  mute_time_intervals: [nights]
                  routes:
                    - matchers: [team=db]
                      group_by: ['...']
            """);
        var route = Assert.Single(routing.RoutesOf(Labels("severity=info;team=db")));
        Assert.Equal(("root", 300, 300, 86_400, true), (route.Receiver, route.GroupWait, route.GroupInterval, route.RepeatInterval,
            route.Muted));
        Assert.Equal("...", string.Join(',', route.GroupBy));

        var usual = Assert.Single(routing.RoutesOf(Labels("severity=warning")));
        Assert.Equal(("root", 30, false), (usual.Receiver, usual.GroupWait, usual.Muted));
        Assert.Equal("alertname", string.Join(',', usual.GroupBy));
    }

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("90s", 90.0)]
    [InlineData("1h30m", 5400.0)]
    [InlineData("1d", 86_400.0)]
    [InlineData("500ms", 0.5)]
    [InlineData("90", null)]
    [InlineData("1 h", null)]
    [InlineData("", null)]
    public void A_duration_is_read_as_Prometheus_reads_it(string text, double? seconds) =>
        Assert.Equal(seconds, PrometheusDuration.Seconds(text));

    [Theory]
    [InlineData("email", "to: a@example.com\nfrom: b@example.com\nsmarthost: smtp.example.com:587", false, "")]
    [InlineData("email", "to: a@example.com\nfrom: b@example.com\nsmarthost: smtp.example.com:587\nsend_resolved: true", true, "")]
    [InlineData("email", "to: a@example.com\nfrom: b@example.com\nsmarthost: smtp.example.com:587\nrequire_tls: false", false,
        "in the clear")]
    [InlineData("email", "from: b@example.com\nsmarthost: smtp.example.com:587", false, "address")]
    [InlineData("email", "to: a@example.com\nsmarthost: smtp.example.com:587", false, "sender")]
    [InlineData("slack", "channel: '#alerts'", false, "webhook")]
    [InlineData("slack", "channel: '#alerts'\napi_url_file: /run/secrets/slack", false, "")]
    [InlineData("pagerduty", "routing_key_file: /run/secrets/pager", true, "")]
    [InlineData("pagerduty", "severity: critical", true, "key")]
    [InlineData("webhook", "url: http://192.0.2.7/", true, "in the clear")]
    public void A_channel_tells_of_the_end_and_lacks_nothing(string kind, string settings, bool end, string lack)
    {
        var channel = new AlertChannel(kind, HostConfiguration.Parse(settings), null);
        Assert.Equal(end, channel.TellsTheEnd);
        Assert.Equal(lack.Length == 0, channel.Lack.Length == 0);
        Assert.Contains(lack, channel.Lack, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_set_for_all_channels_counts_for_each()
    {
        var global = HostConfiguration.Parse("smtp_from: b@example.com\nsmtp_smarthost: smtp.example.com:587\nsmtp_require_tls: false");
        Assert.Contains("in the clear", new AlertChannel("email", HostConfiguration.Parse("to: a@example.com"), global).Lack,
            StringComparison.Ordinal);
        Assert.Empty(new AlertChannel("email", HostConfiguration.Parse("to: a@example.com\nrequire_tls: true"), global).Lack);
    }

    [Theory]
    [InlineData("severity=critical;alertname=A;system=x", "severity=warning;alertname=A;system=x", true)]
    [InlineData("severity=critical;alertname=A;system=x", "severity=warning;alertname=B;system=x", false)]
    [InlineData("severity=critical;alertname=A;system=x", "severity=warning;alertname=A;system=y", false)]
    [InlineData("severity=critical;alertname=A;system=x", "severity=page;alertname=A;system=x", false)]
    public void An_inhibition_compares_both_sides(string source, string target, bool silences)
    {
        var inhibition = Assert.Single(Read("""
            inhibit_rules:
              - source_match: { severity: critical }
                target_matchers: ['severity=~"warning|info"']
                equal: [alertname, system]
            """).Inhibitions);
        Assert.Equal(silences, inhibition.Silences(Labels(source), Labels(target)));
    }

    [Theory]
    [InlineData("up == 0", "up")]
    [InlineData("sum by (job) (rate(http_requests_total{route!~\"/a|up\"}[5m])) > 2e3", "http_requests_total")]
    [InlineData("slo:a:ratio1h > 0.5 and on (job) slo:b:ratio5m offset 1h", "slo:a:ratio1h slo:b:ratio5m")]
    [InlineData("vector(0) > 1", "")]
    [InlineData("label_replace(node_load1, \"a\", \"b\", 'up', \"down\") unless ignoring(cpu) group_left(x) node_load5",
        "node_load1 node_load5")]
    [InlineData("absent(up{job=\"api\"})", "up")]
    public void An_expression_reads_series(string expression, string series) =>
        Assert.Equal(series, string.Join(' ', LoadedRule.Names(expression).Order(StringComparer.Ordinal)));

    private static AlertRouting Read(string text) => AlertRouting.Read(HostConfiguration.Parse(text));

    private static ImmutableDictionary<string, string> Labels(string text) => text.Split(';').Select(label => label.Split('=', 2))
        .ToImmutableDictionary(label => label[0], label => label[1]);
}
