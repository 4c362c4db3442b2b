using Infra.Tests.Documentation;

namespace Infra.Tests.Pipeline;

/// <summary>What <c>scripts/take-down</c> does to a stack whose resources are protected.</summary>
public sealed class TakeDownTests
{
    private const string Server = "urn:pulumi:prod::infra::digitalocean:index/droplet:Droplet::server";
    private const string Backups = "urn:pulumi:prod::infra::aws:s3/bucket:Bucket::bucket-backups";
    private const string Static = "urn:pulumi:prod::infra::digitalocean:index/spacesBucket:SpacesBucket::static";

    [Fact]
    public void Everything_but_the_buckets_goes_and_what_knows_them_stays()
    {
        using var shell = Stack();
        var (code, output, error) = shell.Run("scripts/take-down", "prod", "--confirm", "prod");
        Assert.True(code == 0, error);
        Assert.Equal(
            ["pulumi stack export --stack prod", $"pulumi state unprotect {Server} --yes --stack prod", "pulumi destroy --exclude-protected --stack prod --yes"], shell.Calls);
        Assert.Contains("2 bucket(s) stay with what is in them; next: empty them, then: scripts/take-down prod --with-buckets --remove", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_stack_is_forgotten_when_nothing_is_left_and_its_file_stays()
    {
        using var shell = Stack();
        Assert.Equal(0, shell.Run("scripts/take-down", "acme/prod", "--confirm", "acme/prod", "--with-buckets", "--remove").Code);
        Assert.Equal([Server, Backups, Static], shell.Calls.Where(call => call.Contains("unprotect", StringComparison.Ordinal)).Select(call => call.Split(' ')[3]));
        Assert.Equal("pulumi stack rm acme/prod --preserve-config --yes", shell.Calls[^1]);
    }

    [Theory]
    [InlineData("nobody can be asked for the name of the stack", "prod")]
    [InlineData("'dev' is not 'prod': nothing was changed", "prod", "--confirm", "dev")]
    public void Without_the_right_name_nothing_is_changed(string reason, params string[] arguments)
    {
        using var shell = Stack();
        var (code, _, error) = shell.Run("scripts/take-down", arguments);
        Assert.Equal(1, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains("next: scripts/take-down prod", error, StringComparison.Ordinal);
        Assert.Equal(["pulumi stack export --stack prod"], shell.Calls);
    }

    [Fact]
    public void A_dry_run_only_shows()
    {
        using var shell = Stack();
        var (code, output, _) = shell.Run("scripts/take-down", "prod", "--dry-run");
        Assert.Equal(0, code);
        Assert.Contains($"+ pulumi state unprotect {Server}", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Backups, output, StringComparison.Ordinal);
        Assert.Single(shell.Calls);
    }

    [Fact]
    public void A_stack_that_still_knows_its_buckets_is_not_forgotten()
    {
        using var shell = Stack();
        var (code, _, error) = shell.Run("scripts/take-down", "prod", "--confirm", "prod", "--remove");
        Assert.Equal(1, code);
        Assert.Contains("next: scripts/take-down prod --with-buckets --remove", error, StringComparison.Ordinal);
        Assert.DoesNotContain(shell.Calls, call => call.Contains("stack rm", StringComparison.Ordinal));
    }

    private static Shell Stack() => new Shell().With("pulumi", $$"""
        [[ "$*" != "stack export"* ]] || cat <<'JSON'
        {"deployment": {"resources": [
            {"urn": "urn:pulumi:prod::infra::pulumi:pulumi:Stack::infra-prod", "type": "pulumi:pulumi:Stack"},
            {"urn": "{{Server}}", "type": "digitalocean:index/droplet:Droplet", "protect": true},
            {"urn": "{{Backups}}", "type": "aws:s3/bucket:Bucket", "protect": true},
            {"urn": "{{Static}}", "type": "digitalocean:index/spacesBucket:SpacesBucket", "protect": true},
            {"urn": "urn:pulumi:prod::infra::digitalocean:index/firewall:Firewall::firewall", "type": "digitalocean:index/firewall:Firewall"} ] } }
        JSON
        """);
}
