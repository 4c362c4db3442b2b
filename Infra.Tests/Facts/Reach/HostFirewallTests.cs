using Infra.Facts.Reach;

namespace Infra.Tests.Facts.Reach;

public sealed class HostFirewallTests
{
    [Theory]
    [InlineData("[default, deny, incoming]; [deny, in, 'on', br-+]; [allow, 22/tcp]; [--force, enable]", "")]
    [InlineData("[default, deny, incoming]; [deny, in, 'on', docker0]; [allow, 22/tcp]; [--force, enable]", "22/TCP")]
    [InlineData("[default, deny, incoming]; [allow, 22/tcp]; [deny, in, 'on', br-+]; [allow, 80/tcp]; [enable]", "22/TCP")]
    [InlineData("[default, reject, incoming]; [limit, 53/udp]; [allow, 80]; [enable]", "80/TCP 53/UDP 80/UDP")]
    [InlineData("[default, deny, incoming]; [allow, proto, tcp, from, any, to, any, port, 22]; [enable]", "every port")]
    [InlineData("[default, deny, incoming]; [allow, OpenSSH]; [enable]", "every port")]
    [InlineData("[default, deny, incoming]; [deny, in, 'on', br-+]", "every port")]
    [InlineData("[deny, in, 'on', eth0]; [enable]", "every port")]
    public void The_first_rule_that_matches_counts(string rules, string open) =>
        Assert.Equal(open, $"{HostFirewall.Of(string.Join('\n', ["runcmd:", .. rules.Split("; ").Select(rule =>
            $"  - {rule.Replace("[", "[ufw, ", StringComparison.Ordinal)}")])).Open("br-1a2b3c")}");

    [Fact]
    public void A_command_may_be_a_line_of_text() => Assert.Equal("22/TCP",
        $"{HostFirewall.Of("runcmd:\n  - ufw default deny incoming\n  - ufw allow 22/tcp\n  - ufw --force enable\n").Open("br-1a2b3c")}");

    [Theory]
    [InlineData("")]
    [InlineData("#!/bin/sh\necho hello: [\n")]
    [InlineData("runcmd: [[reboot]]\n")]
    public void Without_a_firewall_every_port_is_open(string userData) =>
        Assert.Equal("every port", $"{HostFirewall.Of(userData).Open("br-1a2b3c")}");
}
