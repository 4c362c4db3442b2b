using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Settings;

public sealed class SettingsLoaderTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public void The_stacks_of_the_repository_are_right(string stack) =>
        Assert.Equal(stack, SettingsLoader.Load(StackFiles.Read(Plans.Repository, stack)).StackName);

    [Fact]
    public void What_a_stack_does_not_say_has_the_documented_default()
    {
        var settings = StackDirectory.Load();
        Assert.Equal("document-search", settings.System.Name);
        Assert.Equal(Topology.Droplet, settings.Topology);
        Assert.Equal(Tier.Production, settings.Tier);
        Assert.Equal("nyc3", settings.Region);
        Assert.Equal("s-2vcpu-4gb", settings.Droplet.Size);
        Assert.Equal("db-s-1vcpu-1gb", settings.Database.Size);
        Assert.Equal(7, settings.BackupRetentionDays);
        Assert.Equal(100m, settings.MonthlyBudget);
        Assert.Equal("document-search.example.com", settings.PublicHost);
    }

    [Fact]
    public void A_stack_that_is_not_production_has_a_host_name_of_its_own() =>
        Assert.Equal("document-search-dev.example.com", StackDirectory.Load("infra:tier: development").PublicHost);

    [Theory]
    [InlineData("10.60.0.0/20")]
    [InlineData("172.16.0.0/16")]
    [InlineData("192.168.4.0/24")]
    public void A_stack_may_choose_the_addresses_of_its_network(string range) => Assert.Equal(range, StackDirectory.Load($"infra:vpcRange: {range}").VpcRange);

    [Fact]
    public void Networks_that_choose_no_addresses_get_such_as_a_stack_may_choose_and_those_of_the_usual_stacks_do_not_overlap()
    {
        string[] ranges = [.. from system in SystemCatalogue.Names from stack in new[] { "dev", "test", "staging", "prod", "local" } select PrivateRange.Of($"{system}-{stack}")];
        Assert.All(ranges, range => Assert.Equal("", PrivateRange.BrokenRule(range)));
        Assert.Equal(ranges.Length, ranges.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_fourth_environment_needs_a_stack_file_and_nothing_else()
    {
        using var directory = new StackDirectory(StackDirectory.Good, "staging");
        var settings = SettingsLoader.Load(StackFiles.Read(directory.Path, "staging"));
        Assert.Equal("document-search-staging", settings.Prefix);
    }

    [Theory]
    [InlineData("infra:system: document-serch", "did you mean document-search?")]
    [InlineData("infra:topology: kubernets", "did you mean kubernetes?")]
    [InlineData("infra:tier: prod", "development, production")]
    [InlineData("infra:region: nyc9", "no such region; did you mean nyc1?")]
    [InlineData("infra:vpcRange: 10.60.0.0", "an address range such as 10.60.0.0/20")]
    [InlineData("infra:vpcRange: 10.60.0.5/20", "no bits set behind the prefix")]
    [InlineData("infra:vpcRange: 010.60.0.0/20", "an address range such as 10.60.0.0/20")]
    [InlineData("infra:vpcRange: fd00::/20", "is not private")]
    [InlineData("infra:vpcRange: 203.0.113.0/24", "is not private; take it from 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16")]
    [InlineData("infra:vpcRange: 172.0.0.0/8", "is not private")]
    [InlineData("infra:vpcRange: 10.0.0.0/15", "is a /15")]
    [InlineData("infra:vpcRange: 10.60.0.0/25", "is a /25; a network of DigitalOcean is a /16 to a /24")]
    [InlineData("infra:vpcRange: 10.244.16.0/20", "overlaps 10.244.0.0/16, which a cluster gives to its pods")]
    [InlineData("infra:vpcRange: 10.245.0.0/16", "overlaps 10.245.0.0/16, which a cluster gives to its services")]
    [InlineData("infra:vpcRange: 10.246.0.0/16", "overlaps 10.246.0.0/24, which DigitalOcean keeps for itself; take another")]
    [InlineData("infra:vpcRange: 10.47.0.0/24", "overlaps 10.47.0.0/16")]
    [InlineData("infra:bucketRegion: us-east-9", "no such AWS region")]
    [InlineData("infra:domain: localhost", "DNS name such as example.com")]
    [InlineData("infra:domain: exa_mple.com", "DNS name such as example.com")]
    [InlineData("infra:hostname: '-search'", "auto or a DNS label")]
    [InlineData("infra:imageTag: latest", "a tag that moves")]
    [InlineData("infra:imageTag: LATEST", "a tag that moves")]
    [InlineData("infra:imageTag: Stable-alpine", "a tag that moves")]
    [InlineData("infra:imageTag: '1'", "a tag that moves")]
    [InlineData("infra:imageTag: '1.2'", "give a version of three numbers such as 1.4.2, a commit or a date")]
    [InlineData("infra:imageTag: v2", "a tag that moves")]
    [InlineData("infra:imageTag: release-2", "a tag that moves")]
    [InlineData("infra:imageTag: 1.10", "is a number without quotes, and would be deployed in another spelling; write it as text: \"1.10\"")]
    [InlineData("infra:imageTag: 2026-11-28", "is a date without quotes")]
    [InlineData("infra:hostname: on", "is a boolean without quotes")]
    [InlineData("infra:backupRetentionDays: 010", "has to be a whole number")]
    [InlineData("infra:exemptions: [{policy: POD-01, resource: 1, reason: an old image, expires: 2026-12-31}]", "has a number without quotes under resource")]
    [InlineData("infra:imageTag: 'a b'", "has to be an image tag")]
    [InlineData("infra:buildImage: yes", "true or false")]
    [InlineData("infra:registryName: UPPER", "lower-case")]
    [InlineData("infra:registryTier: gold", "starter, basic, professional")]
    [InlineData("infra:adminCidrs: [203.0.113.5/24]", "no bits set behind the prefix")]
    [InlineData("infra:adminCidrs: [203.0.113.5]", "address range such as")]
    [InlineData("infra:adminCidrs: ['0.0.0.0/0']", "too wide for administrators")]
    [InlineData("infra:adminCidrs: [10.0.0.0/8]", "too wide for administrators")]
    [InlineData("infra:adminCidrs: ['2001:db8::/32']", "too wide for administrators")]
    [InlineData("infra:adminCidrs: 203.0.113.0/24", "has to be a list")]
    [InlineData("infra:adminCidrs: []", "nobody could copy files")]
    [InlineData("infra:adminCidrs: [203.0.113.0/24, 203.0.113.64/26]", "lies within 203.0.113.0/24")]
    [InlineData("infra:adminCidrs: [203.0.113.0/24, 203.0.113.0/24]", "lies within")]
    [InlineData("infra:sshPublicKeys: [my key]", "public key such as")]
    [InlineData("infra:sshPublicKeys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3Ro]", "has to be a whole public key")]
    [InlineData("infra:sshPublicKeys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3RoaXNfb2]", "has to be a whole public key")]
    [InlineData("infra:sshPublicKeys: [ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3RoaXNfb25l]", "has to be a whole public key")]
    [InlineData("infra:sshPublicKeys: []", "nobody could log in")]
    [InlineData("infra:dropletSize: s-2vcpu-5gb", "did you mean s-2vcpu-2gb?")]
    [InlineData("infra:dropletImage: debian-9", "no such image")]
    [InlineData("infra:serverProfiles: [monitoring, loging]", "did you mean logging?")]
    [InlineData("infra:kubernetesVersion: '1.20'", "1.34, 1.35, 1.36")]
    [InlineData("infra:nodesMin: 0", "auto or a whole number from 1 to 100")]
    [InlineData("infra:nodesMax: many", "auto or a whole number from 1 to 100")]
    [InlineData("infra:nodesMin: 50", "is more than nodesMax")]
    [InlineData("infra:databaseSize: huge", "no such size")]
    [InlineData("infra:databaseNodes: 4", "from 1 to 3")]
    [InlineData("infra:databaseNodes: 2", "need a size of 2 GiB or more")]
    [InlineData("infra:databaseVersion: '9'", "no such major version")]
    [InlineData("infra:replicas: {apii: 2}", "did you mean api?")]
    [InlineData("infra:replicas: {api: 0}", "whole number from 1 to 100")]
    [InlineData("infra:replicas: [api]", "has to be a map")]
    [InlineData("infra:backupRetentionDays: 6", "from 7 to 365")]
    [InlineData("infra:corsOrigins: [http://example.com]", "has to be an origin")]
    [InlineData("infra:corsOrigins: [https://example.com/path]", "has to be an origin")]
    [InlineData("infra:alertEmails: [nobody]", "e-mail address")]
    [InlineData("infra:slackChannel: alerts", "channel such as '#alerts', in quotes")]
    [InlineData("infra:slackChannel: #alerts", "a value is missing: null is none, and what stands behind a # is a comment")]
    [InlineData("infra:region: ~", "a value is missing")]
    [InlineData("infra:replicas: null", "type: pulumi config rm infra:replicas --stack dev")]
    [InlineData("infra:openaiApiKey: Null", "a value is missing")]
    [InlineData("digitalocean:token: ", "a value is missing")]
    [InlineData("infra:alertEmails: []", "is missing, for smtpServer is set")]
    [InlineData("infra:smtpServer: smtp.example.com:25", "port 25, which DigitalOcean blocks")]
    [InlineData("infra:smtpServer: smtp.example.com:0", "a host and a port such as smtp.example.com:2525")]
    [InlineData("infra:hostname: search.example.com", "carries its zone already, so that the system would be at search.example.com.example.com; type: pulumi config set infra:hostname search --stack dev")]
    [InlineData("infra:hostname: example.com", "type: pulumi config set infra:hostname auto --stack dev")]
    [InlineData("infra:sshPublicKeys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3RoaXNfb25l a@example.com, "
        + "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3RoaXNfb25l b@example.com]", "is listed twice")]
    [InlineData("infra:slackChannel: '#alerts'", "pulumi config set --secret infra:slackWebhookUrl --stack dev")]
    [InlineData("infra:monthlyBudget: 0", "auto or an amount in US dollars")]
    [InlineData("infra:monthlyBudget: -1", "auto or an amount in US dollars")]
    [InlineData("infra:exemptions: [{policy: POD-01}]", "map of policy, resource, reason and expires")]
    [InlineData("infra:exemptions: [{policy: POD-01, resource: api, reason: because, expires: 2030-01-01}]", "three words")]
    [InlineData("infra:exemptions: [{policy: POD-01, resource: api, reason: an old image, expires: tomorrow}]", "YYYY-MM-DD")]
    [InlineData("infra:exemptions: [{policy: POD-01, resource: api, reason: an old image, expires: 2030-02-30}]", "YYYY-MM-DD")]
    [InlineData("infra:regoin: nyc3", "unknown key; did you mean infra:region?")]
    [InlineData("region: nyc3", "unknown key; did you mean infra:region?")]
    [InlineData("digitaloccean:token: x", "no provider 'digitaloccean' is used; did you mean digitalocean?")]
    [InlineData("infra:domain: {a: b}", "has to be text")]
    [InlineData("infra:topology: {secure: AAAB}", "is encrypted but no secret")]
    public void A_mistake_names_its_key_its_place_and_what_is_allowed(string line, string rule)
    {
        var mistake = StackDirectory.MistakeOf(line);
        Assert.Contains(rule, mistake.Rule, StringComparison.Ordinal);
        Assert.Contains(mistake.Key, new[] { line[..line.IndexOf(": ", StringComparison.Ordinal)], "infra:nodesMin", "infra:slackWebhookUrl", "infra:alertEmails" });
        Assert.StartsWith("Pulumi.dev.yaml", mistake.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.4.2")]
    [InlineData("v1.4.2-rc.1")]
    [InlineData("0a1b2c3")]
    [InlineData("sha-0a1b2c3d")]
    [InlineData("'2026-11-28'")]
    [InlineData("2026-11-28-0a1b2c3d4e5f")]
    [InlineData("'20261128'")]
    public void A_tag_that_names_one_version_is_taken(string tag) => Assert.Equal(tag.Trim('\''), StackDirectory.Load($"infra:imageTag: {tag}").ImageTag);

    [Fact]
    public void A_number_may_stand_without_quotes_where_no_other_spelling_of_it_is_allowed() =>
        Assert.Equal(("16", "1.35"), StackDirectory.Load("infra:databaseVersion: 16", "infra:kubernetesVersion: 1.35") is var settings ? (settings.Database.Version, settings.Kubernetes.Version) : default);

    [Theory]
    [InlineData("infra:smtpServer: ''", "infra:alertEmails: []")]
    [InlineData("infra:smtpServer: ''")]
    [InlineData("infra:smtpServer: ''", "infra:pagerDutyRoutingKey: {secure: AAAB}")]
    public void Production_tells_somebody_of_alerts(params string[] lines)
    {
        var mistake = StackDirectory.MistakeOf(lines);
        Assert.Equal("infra:alertEmails", mistake.Key);
        Assert.Contains("nobody would be told of production's alerts", mistake.Rule, StringComparison.Ordinal);
        Assert.Contains("pulumi config set infra:smtpServer HOST:PORT --stack dev", mistake.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_alone_is_enough_and_what_is_not_production_needs_nobody()
    {
        Assert.True(StackDirectory.Load("infra:smtpServer: ''", "infra:slackChannel: '#alerts'", "infra:slackWebhookUrl: {secure: AAAB}").Alerts.ReachesSomebody);
        Assert.False(StackDirectory.Load("infra:smtpServer: ''", "infra:alertEmails: []", "infra:tier: development").Alerts.ReachesSomebody);
    }

    [Fact]
    public void A_registry_has_room_for_every_image()
    {
        Assert.Contains("takes 1 repository, but web-platform has 2", StackDirectory.MistakeOf("infra:system: web-platform", "infra:registryTier: starter").Rule, StringComparison.Ordinal);
        Assert.Equal("starter", StackDirectory.Load("infra:registryTier: starter").Registry.Tier);
        Assert.Equal("starter", StackDirectory.Load("infra:system: web-platform", "infra:registryTier: starter", "infra:registryExists: true").Registry.Tier);
    }

    /// <summary>Source: DigitalOcean API specification, registry_create.yml.</summary>
    [Fact]
    public void A_registry_is_made_where_registries_are()
    {
        Assert.Subset(new HashSet<string> { "nyc3", "sfo3", "ams3", "sgp1", "fra1" }, Regions.DigitalOcean.Select(region => StackDirectory.Load($"infra:region: {region}").Registry.Region).ToHashSet());
        Assert.Equal("ams3", StackDirectory.Load("infra:region: lon1").Registry.Region);
    }

    [Fact]
    public void Production_has_more_than_one_node()
    {
        Assert.Contains("production needs 2 or more", StackDirectory.MistakeOf("infra:topology: kubernetes", "infra:nodesMin: 1").Rule, StringComparison.Ordinal);
        Assert.Equal(1, StackDirectory.Load("infra:topology: kubernetes", "infra:nodesMin: 1", "infra:tier: development").Kubernetes.NodesMin);
    }

    [Fact]
    public void Images_are_built_where_their_source_is() =>
        Assert.Contains("its pipeline pushes the images", StackDirectory.MistakeOf("infra:buildImage: true", "infra:system: faciliauto").Rule, StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_found_at_once()
    {
        var mistakes = StackDirectory.MistakesIn("config:\n  infra:region: nyc9\n  infra:imageTag: latest\n  infra:sytem: vision\n  infra:adminCidrs: [1.2.3]\n");
        Assert.Equal(
            ["infra:adminCidrs", "infra:alertEmails", "infra:domain", "infra:imageTag", "infra:region", "infra:sshPublicKeys", "infra:sytem"],
            mistakes.Select(mistake => mistake.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_key_says_what_to_type() =>
        Assert.Contains("pulumi config set infra:domain VALUE --stack dev", Assert.Single(
            StackDirectory.MistakesIn(StackDirectory.Good.Replace("  infra:domain: example.com\n", "", StringComparison.Ordinal))).Rule, StringComparison.Ordinal);

    [Theory]
    [InlineData("infra:openaiApiKey: abc123")]
    [InlineData("infra:slackWebhookUrl: https://hooks.example.com/abc123")]
    [InlineData("infra:sshPrivateKey: abc123")]
    [InlineData("digitalocean:token: abc123")]
    [InlineData("aws:secretKey: abc123")]
    public void A_secret_in_plain_text_is_refused_and_not_repeated(string line)
    {
        var mistake = StackDirectory.MistakeOf(line);
        Assert.Contains("secret in plain text", mistake.Rule, StringComparison.Ordinal);
        Assert.Contains($"pulumi config set --secret {line[..line.IndexOf(": ", StringComparison.Ordinal)]} --stack dev", mistake.Rule, StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", mistake.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_secret_is_known_to_be_there_and_stays_secret()
    {
        var settings = StackDirectory.Load("infra:openaiApiKey: {secure: AAABADQ9}");
        Assert.True(await Pulumi.Output.IsSecretAsync(settings.Secrets["openaiApiKey"]));
    }

    [Fact]
    public void Keys_of_the_providers_are_theirs_to_check() =>
        Assert.Equal("nyc3", StackDirectory.Load("aws:profile: deploy", "digitalocean:token: {secure: AAABADQ9}").Region);

    [Fact]
    public void Lists_and_maps_may_be_written_as_the_engine_hands_them_over()
    {
        var settings = StackDirectory.Load("""infra:adminCidrs: '["198.51.100.0/24"]'""", """infra:replicas: '{"api": 4}'""");
        Assert.Equal("198.51.100.0/24", Assert.Single(settings.AdminCidrs));
        Assert.Equal(4, settings.System.Service("api").OnHost.Replicas);
    }

    [Fact]
    public void Replicas_are_the_least_number_where_the_service_scales_by_itself()
    {
        var api = StackDirectory.Load("infra:topology: kubernetes", "infra:replicas: {api: 20}").System.Service("api").OnKubernetes;
        Assert.Equal((20, 20, 20), (api.Replicas, api.Autoscaling.Minimum, api.Autoscaling.Maximum));
    }

    [Fact]
    public void An_exemption_is_read() =>
        Assert.Equal(
            new Exemption("POD-01", "api", "an old base image", new DateOnly(2030, 1, 31)),
            Assert.Single(StackDirectory.Load("infra:exemptions: [{policy: POD-01, resource: api, reason: an old base image, expires: 2030-01-31}]").Exemptions));

    [Fact]
    public void A_long_value_is_shortened_in_the_message()
    {
        var mistake = StackDirectory.MistakeOf($"infra:region: {new string('x', 10_000)}");
        Assert.InRange(mistake.ToString().Length, 100, 600);
        Assert.Contains("10002 characters", mistake.ToString(), StringComparison.Ordinal);
    }
}
