using Infra.Systems;
using Pulumi;

namespace Infra.Tests;

/// <summary>What the engine asks before it updates a resource.</summary>
public sealed class StateGateTests
{
    private const string Database = "digitalocean:index/databaseCluster:DatabaseCluster";
    private const string Replica = "digitalocean:index/databaseReplica:DatabaseReplica";
    private const string Cluster = "digitalocean:index/kubernetesCluster:KubernetesCluster";

    [Theory]
    [InlineData(Database, "size", "db-s-2vcpu-4gb", "db-s-1vcpu-2gb", "never becomes smaller")]
    [InlineData(Replica, "size", "db-s-2vcpu-4gb", "db-s-1vcpu-2gb", "never becomes smaller")]
    [InlineData(Database, "version", "17", "16", "never taken back")]
    [InlineData(Database, "storageSizeMib", "61440", "30720", "never shrinks")]
    [InlineData(Cluster, "version", "1.36.1-do.0", "1.35.9-do.3", "never taken back")]
    public async Task An_update_that_cannot_go_back_is_refused_with_what_to_do(string type, string property, string before, string after, string reason)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StateGate.Refuse(Update(type, (property, before, before, after))));
        Assert.StartsWith($"thing cannot go back from {before} to {after} ({property}): ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("set the value back and run again", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task High_availability_is_not_turned_off() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => StateGate.Refuse(Update(Cluster, ("ha", true, true, false))));

    [Fact]
    public async Task All_that_cannot_go_back_is_told_at_once()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            StateGate.Refuse(Update(Cluster, ("ha", true, true, false), ("version", "1.36.1-do.0", "1.36.1-do.0", "1.35.9-do.3"))));
        Assert.Equal(2, refused.Message.Split('\n').Length);
    }

    /// <summary>The disk has grown by itself since the program asked for 60 GiB: 80 GiB would be less than there is.</summary>
    [Fact]
    public async Task What_the_cloud_has_said_since_counts() =>
        Assert.Contains("from 102400 to 81920", (await Assert.ThrowsAsync<InvalidOperationException>(() =>
            StateGate.Refuse(Update(Database, ("storageSizeMib", "61440", "102400", "81920"))))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(Database, "size", "db-s-1vcpu-2gb", "db-s-1vcpu-2gb", "db-s-2vcpu-4gb")]
    [InlineData(Database, "size", "made-to-measure", "made-to-measure", "db-s-1vcpu-2gb")] // Nobody knows which is smaller.
    [InlineData(Database, "version", "16", "16", "17")]
    [InlineData(Database, "storageSizeMib", "61440", "102400", "61440")] // Not asked for anew.
    [InlineData(Database, "storageSizeMib", "30720", "30720", "61440")]
    [InlineData(Cluster, "version", "1.36.1-do.0", "1.36.3-do.0", "1.36.2-do.0")]
    [InlineData("digitalocean:index/droplet:Droplet", "size", "s-4vcpu-8gb", "s-4vcpu-8gb", "s-1vcpu-1gb")]
    public async Task Other_updates_pass(string type, string property, string before, string state, string after) =>
        await StateGate.Refuse(Update(type, (property, before, state, after)));

    [Fact]
    public async Task Nothing_to_compare_is_no_refusal() => await StateGate.Refuse(new ResourceHookArgs("urn", "id", "thing", Database));

    private static ResourceHookArgs Update(string type, params (string Property, object Before, object State, object After)[] values) => new(
        "urn:pulumi:prod::infra::x::thing",
        "id",
        "thing",
        type,
        newInputs: values.ToImmutableDictionary(value => value.Property, value => (object?)value.After),
        oldInputs: values.ToImmutableDictionary(value => value.Property, value => (object?)value.Before),
        oldOutputs: values.ToImmutableDictionary(value => value.Property, value => (object?)value.State));
}
