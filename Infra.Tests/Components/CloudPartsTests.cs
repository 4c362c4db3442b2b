using System.Text.Json;
using Infra.Components.Droplet;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using Pulumi;
using Pulumi.Testing;

namespace Infra.Tests.Components;

/// <summary>What belongs to an account rather than to a stack, and what only a cloud could tell.</summary>
public sealed class CloudPartsTests
{
    private const string Key = "AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3RoaXNfb25l";
    private const string Line = $"ssh-ed25519 {Key} deploy@example.com";

    [Fact]
    public async Task A_key_is_known_by_itself_and_neither_by_its_place_nor_by_its_comment()
    {
        const string Other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGFub3RoZXJLZXlIZXJlX19yZXBsYWNlX3RoaXNfb25l other@example.com";
        var first = await KeysAsync(Line);
        var later = await KeysAsync(Other, Line.Replace("deploy@example.com", "somebody else", StringComparison.Ordinal));
        Assert.Equal(Assert.Single(first).Name, later[1].Name);
        Assert.Equal(Read.At(first[0], "name"), Read.At(later[1], "name"));
        Assert.All(later, key => Assert.Contains("publicKey", key.IgnoredChanges));
    }

    [Fact]
    public void A_key_that_the_account_has_is_used_and_ones_own_is_kept()
    {
        var own = AdministratorKeysName();
        AccountKey[] account = [new("alice", "aa:bb", $"ssh-ed25519 {Key}"), new("bob", "cc:dd", "ssh-ed25519 BBBB bob")];
        Assert.Equal("aa:bb", AdministratorKeys.Foreign(Line, 1, "ds-prod", account)?.Fingerprint);
        Assert.Equal("aa:bb", AdministratorKeys.Foreign(Line, 1, "ds-prod", [account[0] with { Name = own.Replace("ds-prod", "ds-dev", StringComparison.Ordinal) }])?.Fingerprint);
        Assert.Null(AdministratorKeys.Foreign(Line, 1, "ds-prod", [account[0] with { Name = own }]));
        Assert.Null(AdministratorKeys.Foreign(Line, 1, "ds-prod", [account[0] with { Name = "ds-prod-1" }]));
        Assert.Null(AdministratorKeys.Foreign(Line, 1, "ds-prod", [account[1]]));
        Assert.Null(AdministratorKeys.Foreign(Line, 1, "ds-prod", []));
    }

    [Fact]
    public async Task Two_stacks_with_the_key_of_one_administrator_make_it_once()
    {
        var settings = Settings.Of("dev", "document-search", Topology.Droplet);
        var resources = await RunAsync(settings, new Account([new Dictionary<string, object> { ["name"] = "document-search-prod-0123abcd", ["fingerprint"] = "aa:bb", ["publicKey"] = Line, ["id"] = 1 }]));
        Assert.DoesNotContain(resources, resource => resource is Pulumi.DigitalOcean.SshKey);
        Assert.Contains(resources, resource => resource is Pulumi.DigitalOcean.Droplet);
    }

    [Fact]
    public async Task A_registry_is_protected_in_production() =>
        Assert.True((await Plans.Of("prod", "document-search", Topology.Droplet)).OfType("digitalocean:index/containerRegistry:ContainerRegistry").Single().Protected);

    [Fact]
    public async Task The_login_that_owns_the_tables_is_protected_in_production() =>
        Assert.True((await Plans.Of("prod", "document-search", Topology.Droplet)).OfType("digitalocean:index/databaseUser:DatabaseUser").Single().Protected);

    [Fact]
    public async Task The_login_that_pushes_images_counts_for_every_build()
    {
        var plan = await PlanRecorder.RecordAsync(Settings.Of("dev", "document-search", Topology.Droplet, ("buildImage", "true")));
        var push = plan.OfType("digitalocean:index/containerRegistryDockerCredentials:ContainerRegistryDockerCredentials").Single(login => login.Name == "registry-push");
        Assert.False(push.Inputs.ContainsKey("expirySeconds"), "a deployment does not renew what has expired");
    }

    /// <summary>What the program takes from a resource that the simulated cloud does not tell is missing in what is made of it.</summary>
    [Theory]
    [InlineData("web-platform", Topology.Droplet)]
    [InlineData("web-platform", Topology.Kubernetes)]
    [InlineData("document-search", Topology.Droplet)]
    [InlineData("document-search", Topology.Kubernetes)]
    public async Task Nothing_that_a_provider_requires_is_missing_in_a_plan(string system, Topology topology)
    {
        var plan = await PlanRecorder.RecordAsync(Settings.Of("prod", system, topology, ("managedCache", "true")));
        var required = Required();
        var held = 0;
        foreach (var resource in plan.Deployed)
        {
            foreach (var input in required.GetValueOrDefault(resource.Type, []))
            {
                held++;
                Assert.True(resource.Inputs.GetValueOrDefault(input) is not (null or ""), $"{resource.Kind} {resource.Name} has no {input}");
            }
        }

        Assert.True(held > 50, $"only {held} inputs are required");
        Assert.All(plan.OfType("digitalocean:index/databaseFirewall:DatabaseFirewall"), firewall => Assert.NotEqual("", Read.At(firewall, "clusterId")));
    }

    [Theory]
    [InlineData("getDatabaseCa", Topology.Droplet, "the certificate of the database document-search-dev-pg cannot be looked up: deploy again when the provider answers (503 no answer)")]
    [InlineData("getKubernetesVersions", Topology.Kubernetes, "the versions of Kubernetes 1.36 cannot be looked up")]
    [InlineData("getContainerRegistry", Topology.Droplet, "the container registry shared cannot be looked up: set infra:registryName to one that the account has")]
    [InlineData("getSshKeys", Topology.Droplet, "the SSH keys of the account cannot be looked up")]
    public async Task A_look_up_that_fails_is_told_in_a_sentence(string function, Topology topology, string sentence)
    {
        var settings = Settings.Of("dev", "document-search", topology, ("registryExists", "true"), ("registryName", "shared"));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(settings, new Failing(function)));
        for (var inner = failure; ; inner = inner.InnerException!)
        {
            Assert.True(inner is not null, $"no sentence in: {failure}");
            if (inner is RunException)
            {
                Assert.Contains(sentence, inner.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', inner.Message);
                break;
            }
        }
    }

    private static string AdministratorKeysName() =>
        $"ds-prod-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Convert.FromBase64String(Key)))[..8]}";

    private static async Task<PlannedResource[]> KeysAsync(params string[] lines)
    {
        var plan = await PlanRecorder.RecordAsync(Settings.Of("dev", "document-search", Topology.Droplet, ("sshPublicKeys", JsonSerializer.Serialize(lines))));
        return [.. plan.OfType("digitalocean:index/sshKey:SshKey")];
    }

    private static Task<ImmutableArray<Resource>> RunAsync(StackSettings settings, IMocks mocks) => Deployment.TestWithServiceProviderAsync<PlatformStack>(
        mocks, new Services(settings), new TestOptions { ProjectName = "infra", StackName = settings.StackName, IsPreview = false });

    /// <summary>The inputs that the providers require, by type, as the lists of their packages have them.</summary>
    private static Dictionary<string, string[]> Required()
    {
        var required = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Plans.Repository, "offline", "api"), "*.json"))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var types = document.RootElement.GetProperty("types");
            foreach (var type in types.EnumerateObject())
            {
                if (type.Value.TryGetProperty("token", out var token) && types.TryGetProperty($"{type.Name}Args", out var args))
                {
                    required[token.GetString()!] = [.. args.GetProperty("members").EnumerateArray()
                        .Where(member => member.TryGetProperty("required", out var needed) && needed.GetBoolean())
                        .Select(member => member.GetProperty("input").GetString()!)];
                }
            }
        }

        return required;
    }

    private abstract class Echo : IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) => Task.FromResult<(string?, object)>(($"{args.Name}-id", args.Inputs));

        public virtual Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Args);
    }

    private sealed class Account(IReadOnlyList<Dictionary<string, object>> keys) : Echo
    {
        public override Task<object> CallAsync(MockCallArgs args) =>
            args.Token == "digitalocean:index/getSshKeys:getSshKeys" ? Task.FromResult<object>(args.Args.Add("sshKeys", keys)) : base.CallAsync(args);
    }

    private sealed class Failing(string function) : Echo
    {
        public override Task<object> CallAsync(MockCallArgs args) =>
            args.Token!.EndsWith($":{function}", StringComparison.Ordinal) ? throw new InvalidOperationException("503 no answer\nat a line of the provider") : base.CallAsync(args);
    }

    private sealed class Services(StackSettings settings) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(PlatformStack) ? new PlatformStack(settings) : null;
    }
}
