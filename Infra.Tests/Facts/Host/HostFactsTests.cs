using Infra.Facts;
using Infra.Facts.Host;
using Infra.Facts.Schedules;
using Infra.Systems;

namespace Infra.Tests.Facts.Host;

public sealed class HostFactsTests
{
    [Theory]
    [InlineData("Type=oneshot", null)]
    [InlineData("Type=oneshot\nTimeoutStartSec=infinity", null)]
    [InlineData("Type=oneshot\nTimeoutStartSec=0", null)]
    [InlineData("Type=oneshot\nTimeoutStartSec=1h 30min", 5400)]
    [InlineData("Type=oneshot\nTimeoutSec=600", 600)]
    [InlineData("Type=simple", 90)]
    [InlineData("", 90)]
    public void A_service_has_the_time_limit_that_systemd_gives_it(string lines, int? seconds) =>
        Assert.Equal(seconds, (int?)Service(lines).TimeLimit?.TotalSeconds);

    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("NoNewPrivileges=1\nPrivateTmp=on\nProtectHome=true", true, true, true)]
    [InlineData("NoNewPrivileges=no\nPrivateTmp=disconnected\nProtectHome=tmpfs", false, true, true)]
    [InlineData("ProtectHome=read-only", false, false, true)]
    [InlineData("DynamicUser=yes", true, true, true)]
    [InlineData("PrivateTmp=yes\nPrivateTmp=", false, false, false)]
    public void A_service_is_kept_apart_as_systemd_keeps_it(string lines, bool privileges, bool temporary, bool homes)
    {
        var service = Service(lines);
        Assert.Equal((privileges, temporary, homes), (service.KeepsPrivileges, service.HasOwnTemporaryFiles, service.LeavesHomesAlone));
    }

    [Theory]
    [InlineData("/opt/shop/bin/backup", "bin/backup", false)]
    [InlineData("-/opt/shop/bin/backup --quick", "bin/backup", true)]
    [InlineData("+!/bin/bash \"/opt/shop/bin/backup\"", "bin/backup", false)]
    [InlineData("/bin/true", "", false)]
    [InlineData("/opt/shopping/bin/backup", "", false)]
    public void A_command_runs_a_file(string text, string file, bool ignored)
    {
        var command = HostCommand.Read(text);
        Assert.Equal((file, ignored), (command.FileBelow("/opt/shop"), command.IgnoresFailure));
    }

    [Fact]
    public void A_timer_starts_the_service_of_its_name_unless_it_names_another()
    {
        Assert.Equal("look.service", new HostTimer("look.timer", UnitFile.Read("[Timer]\nOnCalendar=daily")).Service);
        Assert.Equal("other.service", new HostTimer("look.timer", UnitFile.Read("[Timer]\nUnit=other.service")).Service);
    }

    [Fact]
    public void A_timer_of_several_times_comes_as_often_as_the_most_frequent_one()
    {
        var timer = new HostTimer("look.timer", UnitFile.Read("""
            [Timer]
            OnCalendar=weekly
            OnCalendar=hourly
            OnCalendar=sometimes
            RandomizedDelaySec=infinity
            [Install]
            WantedBy=other.target multi-user.target
            """));
        Assert.Equal(TimeSpan.FromHours(1), timer.LongestGap);
        Assert.True(timer.IsStartedAtBoot);
        Assert.False(timer.IsPersistent);
        Assert.True(timer.Delay > TimeSpan.FromDays(365));
    }

    [Fact]
    public void Of_kernel_parameters_the_last_line_counts()
    {
        var settings = KernelSettings.Read(
            [("90-b", "-net/ipv4/tcp_syncookies=0\n; kernel.a = 1"), ("10-a", "net.ipv4.tcp_syncookies = 1\n")]);
        Assert.Equal("0", settings["net.ipv4.tcp_syncookies"]);
        Assert.Single(settings);
    }

    [Fact]
    public void Rotations_are_read_with_their_paths()
    {
        RotatedLogs[] all =
        [
            .. RotatedLogs.Read("""
                # Of the edge
                "/opt/shop/logs/nginx/*.log" /opt/shop/logs/other.log {
                    size=100M
                    rotate 7
                    copytruncate
                }
                /opt/shop/logs/*.log {
                    compress
                }
                """),
        ];
        Assert.True(all[0].Covers("/opt/shop/logs/nginx/access.log"));
        Assert.True(all[0].Covers("/opt/shop/logs/other.log"));
        Assert.Equal((true, 7, true), (all[0].IsDue, all[0].Kept, all[0].IsNoticed));
        Assert.False(all[1].Covers("/opt/shop/logs/nginx/access.log"));
        Assert.Equal((false, 0, false), (all[1].IsDue, all[1].Kept, all[1].IsNoticed));
    }

    [Theory]
    [InlineData("bin/backup", "lib/object-store.sh")]
    [InlineData("bin/assemble", "bin/install")]
    [InlineData("bin/restore", "lib/replace-database.sh")]
    [InlineData("lib/replace-database.sh", "lib/clear-database.sql")]
    [InlineData("lib/backup.sql", "lib/row-counts.sql")]
    [InlineData("lib/host.sh", "system.conf")]
    [InlineData("lib/containers.sh", "compose.yaml")]
    [InlineData("systemd/vision-backup.service", "bin/backup")]
    [InlineData("logrotate/vision", "bin/logs")]
    [InlineData("vision-release", "bin/assemble")]
    [InlineData("vision-release", "bin/release")]
    [InlineData("prometheus", "prometheus/prometheus.yml")]
    [InlineData("blackbox-exporter", "prometheus/blackbox.yml")]
    [InlineData("prometheus/prometheus.yml", "prometheus/rules.yml")]
    [InlineData("filebeat", "filebeat/filebeat.yml")]
    [InlineData("logging-set-up", "elasticsearch/set-up")]
    [InlineData("elasticsearch/set-up", "elasticsearch/data-view.json")]
    [InlineData("api-green", "services/api")]
    [InlineData("api-green", "nginx/colours/api-green.conf")]
    [InlineData("grafana", "grafana/provisioning/")]
    public async Task A_file_is_named(string from, string path) =>
        Assert.Contains(new FileReference(from, path), PlanFacts.Of(await Plans.Of("prod", "vision", Topology.Droplet)).References);

    [Fact]
    public async Task Programs_of_the_operating_system_are_no_files_of_the_server()
    {
        var named = PlanFacts.Of(await Plans.Of("prod", "vision", Topology.Droplet)).References.Select(reference => reference.Path)
            .ToArray();
        Assert.DoesNotContain(named, path => path is "bin/sh" or "bin/env" or "bin/true" || path.EndsWith('.'));
        Assert.DoesNotContain("redis-password/", named);
        Assert.Empty(PlanFacts.Of(await Plans.Of("prod", "vision", Topology.Kubernetes)).References);
    }

    private static HostService Service(string lines) => new("work.service", UnitFile.Read($"[Service]\n{lines}\n"));
}
