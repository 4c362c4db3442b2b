using Infra.Systems;

namespace Infra.Settings;

/// <summary>Makes <see cref="StackSettings"/> of a configuration, or finds everything that is wrong with it.</summary>
public sealed class SettingsLoader
{
    // Namespaces of the providers that the program uses; their keys are theirs to check.
    private static readonly string[] ProviderNamespaces = ["aws", "command", "digitalocean", "docker", "kubernetes", "pulumi", "random"];

    // Connections beside the pool: migrations, backups, the exporter of metrics.
    private const int SpareConnections = 4;

    // DigitalOcean takes 63 characters as the name of a database's replica, less what stands before and behind the stack's name.
    private const int LongestStackName = 30;

    // Keys of providers that hold credentials.
    private static readonly string[] ProviderSecrets =
        ["aws:accessKey", "aws:secretKey", "aws:token", "digitalocean:spacesAccessId", "digitalocean:spacesSecretKey", "digitalocean:token", "kubernetes:kubeconfig"];

    private readonly IConfigurationSource source;
    private readonly ImmutableArray<Mistake>.Builder mistakes = ImmutableArray.CreateBuilder<Mistake>();

    private SettingsLoader(IConfigurationSource source) => this.source = source;

    /// <summary>Reads and checks a configuration.</summary>
    /// <exception cref="SettingsException">Something is wrong; carries every mistake.</exception>
    public static StackSettings Load(IConfigurationSource source) => new SettingsLoader(source).Load();

    private StackSettings Load()
    {
        CheckKeys();
        CheckStackName();
        var systemName = Get(SettingsCatalogue.System);
        var topology = Get(SettingsCatalogue.Topology);
        var tier = Get(SettingsCatalogue.Tier);
        var system = SystemCatalogue.Get(SystemCatalogue.Names.Contains(systemName) ? systemName : SettingsCatalogue.System.Default).For(tier);
        var sizing = system.SizingIn(topology).In(tier);
        var hostname = Get(SettingsCatalogue.Hostname);
        var registryName = Get(SettingsCatalogue.RegistryName);

        var settings = new StackSettings
        {
            StackName = source.StackName,
            System = WithReplicas(system, topology, Get(SettingsCatalogue.Replicas)),
            Topology = topology,
            Tier = tier,
            Region = Get(SettingsCatalogue.Region),
            VpcRange = Get(SettingsCatalogue.VpcRange) is var range && range != SettingsCatalogue.Auto ? range : PrivateRange.Of($"{system.Name}-{source.StackName}"),
            BucketRegion = Get(SettingsCatalogue.BucketRegion),
            Domain = Get(SettingsCatalogue.Domain),
            Hostname = hostname != SettingsCatalogue.Auto ? hostname : tier == Tier.Production ? system.Name : $"{system.Name}-{source.StackName}",
            ImageTag = Get(SettingsCatalogue.ImageTag),
            Registry = new(
                registryName != SettingsCatalogue.Auto ? registryName : $"{system.Name}-{source.StackName}",
                Get(SettingsCatalogue.RegistryTier),
                Regions.RegistryFor(Get(SettingsCatalogue.Region)),
                Get(SettingsCatalogue.RegistryExists),
                Get(SettingsCatalogue.BuildImage),
                Get(SettingsCatalogue.Commit)),
            AdminCidrs = Get(SettingsCatalogue.AdminCidrs),
            Droplet = new(
                Size(SettingsCatalogue.DropletSize, ServerSizes.Droplets, system.OnHost.In(tier).Machine),
                Get(SettingsCatalogue.DropletImage),
                Get(SettingsCatalogue.SshPublicKeys),
                Get(SettingsCatalogue.ServerProfiles)),
            Kubernetes = new(
                Get(SettingsCatalogue.KubernetesVersion),
                Size(SettingsCatalogue.NodeSize, ServerSizes.Droplets, system.OnKubernetes.In(tier).Machine),
                OrElse(Get(SettingsCatalogue.NodesMin), system.OnKubernetes.In(tier).MinimumMachines),
                OrElse(Get(SettingsCatalogue.NodesMax), system.OnKubernetes.In(tier).MaximumMachines)),
            Database = new(
                Size(SettingsCatalogue.DatabaseSize, ServerSizes.Databases, sizing.Database),
                Get(SettingsCatalogue.DatabaseVersion),
                OrElse(Get(SettingsCatalogue.DatabaseNodes), sizing.DatabaseNodes),
                OrElse(Get(SettingsCatalogue.DatabaseReplicas), system.Needs<Postgres>().Sum(need => need.ReadReplicas))),
            Cache = new(Get(SettingsCatalogue.ManagedCache), CacheSize(system)),
            Exposure = Get(SettingsCatalogue.Exposure),
            BackupRetentionDays = Get(SettingsCatalogue.BackupRetentionDays),
            CorsOrigins = Get(SettingsCatalogue.CorsOrigins),
            Alerts = new(
                Get(SettingsCatalogue.AlertEmails),
                Get(SettingsCatalogue.SlackChannel),
                Get(SettingsCatalogue.RunbookUrl),
                Get(SettingsCatalogue.SmtpServer),
                Get(SettingsCatalogue.SmtpUser)),
            MonthlyBudget = Get(SettingsCatalogue.MonthlyBudget) is var budget && budget > 0 ? budget : sizing.MonthlyBudget,
            Exemptions = Get(SettingsCatalogue.Exemptions),
            Secrets = SettingsCatalogue.All.Where(setting => setting.Secret && IsEncrypted(setting.Key))
                .ToImmutableDictionary(setting => setting.Name, setting => source.Secret(setting.Key)),
        };

        CheckTogether(settings);
        return mistakes.Count == 0 ? settings : throw new SettingsException([.. mistakes.Distinct()]);
    }

    private string CacheSize(SystemDefinition system)
    {
        var asked = system.Needs<Redis>().Select(store => store.Memory).Append(Memory.MiB(512)).Max();
        return Size(SettingsCatalogue.CacheSize, ServerSizes.Caches, new(Cpu.Cores(1), asked));
    }

    private static int OrElse(int number, int otherwise) => number > 0 ? number : otherwise;

    private string Size(Setting<string> setting, ImmutableArray<ServerSize> sizes, Machine asked) =>
        Get(setting) is var slug && slug != SettingsCatalogue.Auto ? slug : ServerSizes.Smallest(sizes, asked).Slug;

    private bool IsEncrypted(string key) => source.Entries.TryGetValue(key, out var entry) && entry.Value is ConfigurationValue.Secret;

    private T Get<T>(Setting<T> setting)
    {
        if (!source.Entries.TryGetValue(setting.Key, out var entry))
        {
            if (setting.Required)
            {
                mistakes.Add(new(source.FileName, setting.Key, "", $"is missing; type: pulumi config set {setting.Key} VALUE --stack {source.StackName}"));
            }

            return setting.Default;
        }

        if (entry.Value is ConfigurationValue.Missing)
        {
            return setting.Default; // Said already, with all keys.
        }

        if (entry.Value is ConfigurationValue.Secret)
        {
            mistakes.Add(new(entry.Location, setting.Key, "[secret]", $"is encrypted but no secret; type: pulumi config set {setting.Key} VALUE --plaintext --stack {source.StackName}"));
            return setting.Default;
        }

        var reading = setting.Read(entry.Value);
        if (reading.BrokenRule.Length == 0)
        {
            return reading.Value;
        }

        mistakes.Add(new(entry.Location, setting.Key, Quoted(entry.Value), reading.BrokenRule));
        return setting.Default;
    }

    private static string Quoted(ConfigurationValue value) => value is ConfigurationValue.Text(var text) ? $"\"{text}\"" : value.ToString()!;

    /// <summary>The stack's name is part of every cloud resource's name, and of host names, labels and tags.</summary>
    private void CheckStackName()
    {
        var name = source.StackName;
        if (name.Length is 0 or > LongestStackName || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || name[0] == '-' || name[^1] == '-')
        {
            mistakes.Add(new(source.FileName, "", name,
                $"the stack is called '{name}', but the names of cloud resources begin with it: at most {LongestStackName} lower-case letters, digits and dashes, with no dash at either end"));
        }
    }

    private void CheckKeys()
    {
        var known = SettingsCatalogue.All.ToDictionary(setting => setting.Key, StringComparer.Ordinal);
        foreach (var entry in source.Entries.Values)
        {
            var colon = entry.Key.IndexOf(':');
            var nameSpace = colon < 0 ? "" : entry.Key[..colon];
            if (entry.Value is ConfigurationValue.Missing)
            {
                mistakes.Add(new(entry.Location, entry.Key, "",
                    $"a value is missing: null is none, and what stands behind a # is a comment; write the value in quotes, or type: pulumi config rm {entry.Key} --stack {source.StackName}"));
            }

            if (known.TryGetValue(entry.Key, out var setting) ? setting.Secret : ProviderSecrets.Contains(entry.Key))
            {
                if (entry.Value is ConfigurationValue.Secret)
                {
                    if (setting is not null && source.BrokenRule(entry.Key, setting.SecretRule) is { Length: > 0 } broken)
                    {
                        mistakes.Add(new(entry.Location, entry.Key, "[secret]", broken));
                    }
                }
                else if (entry.Value is not (ConfigurationValue.Missing or ConfigurationValue.Text("")))
                {
                    mistakes.Add(new(entry.Location, entry.Key, "[secret]",
                        $"is a secret in plain text; revoke it, for it has been in a file, and type: pulumi config set --secret {entry.Key} --stack {source.StackName}"));
                }
            }
            else if (setting is null && (nameSpace == SettingsCatalogue.Namespace || colon < 0))
            {
                mistakes.Add(new(entry.Location, entry.Key, "", $"unknown key{Spelling.Suggest(colon < 0 ? $"{SettingsCatalogue.Namespace}:{entry.Key}" : entry.Key, known.Keys)}"));
            }
            else if (setting is null && !ProviderNamespaces.Contains(nameSpace))
            {
                mistakes.Add(new(entry.Location, entry.Key, "",
                    $"no provider '{nameSpace}' is used{Spelling.Suggest(nameSpace, [SettingsCatalogue.Namespace, .. ProviderNamespaces])}"));
            }
        }
    }

    /// <summary>Rules that concern more than one key. They only count where the single keys are right.</summary>
    private void CheckTogether(StackSettings settings)
    {
        if (settings.Registry.Build && !settings.System.HasSource)
        {
            Broken(SettingsCatalogue.BuildImage, "true", $"the source of {settings.System.Name} is not in this repository: its pipeline pushes the images");
        }

        CheckReceivers(settings);
        if (settings.Hostname == settings.Domain || settings.Hostname.EndsWith($".{settings.Domain}", StringComparison.Ordinal))
        {
            var label = settings.Hostname == settings.Domain ? SettingsCatalogue.Auto : settings.Hostname[..^(settings.Domain.Length + 1)];
            Broken(SettingsCatalogue.Hostname, settings.Hostname,
                $"carries its zone already, so that the system would be at {settings.PublicHost}; type: pulumi config set {SettingsCatalogue.Hostname.Key} {label} --stack {source.StackName}");
        }

        string[] repositories = [.. settings.System.Services.Select(service => service.Image).Distinct()];
        var room = settings.Registry.Tier switch { "starter" => 1, "basic" => 5, _ => int.MaxValue }; // DigitalOcean, Container Registry pricing (2025-06-11)
        if (!settings.Registry.Exists && repositories.Length > room)
        {
            Broken(SettingsCatalogue.RegistryTier, settings.Registry.Tier,
                $"takes {room} repositor{(room == 1 ? "y" : "ies")}, but {settings.System.Name} has {repositories.Length}: {string.Join(", ", repositories)}; "
                + $"type: pulumi config set {SettingsCatalogue.RegistryTier.Key} {(repositories.Length > 5 ? "professional" : "basic")} --stack {source.StackName}");
        }

        if (settings is { IsProduction: true, Topology: Topology.Kubernetes, Kubernetes.NodesMin: 1 })
        {
            Broken(SettingsCatalogue.NodesMin, "1", "is one node, which every upgrade takes away with all that runs on it; production needs 2 or more");
        }

        foreach (var key in settings.Droplet.SshPublicKeys.GroupBy(line => line.Split(' ')[1]).Where(group => group.Count() > 1))
        {
            Broken(SettingsCatalogue.SshPublicKeys, key.First(), "is listed twice, and an account takes a key once: list it once, whatever its comment");
        }

        if (settings.Topology == Topology.Droplet && settings.Secrets.ContainsKey(SettingsCatalogue.SshPrivateKey.Name)
            && source.BrokenRule(SettingsCatalogue.SshPrivateKey.Key, text => SshPrivateKeys.BrokenRule(text, settings.Droplet.SshPublicKeys)) is { Length: > 0 } foreignKey)
        {
            Broken(SettingsCatalogue.SshPrivateKey, "[secret]", foreignKey);
        }

        if (settings.Kubernetes.NodesMin > settings.Kubernetes.NodesMax)
        {
            Broken(SettingsCatalogue.NodesMin, $"{settings.Kubernetes.NodesMin}", $"is more than nodesMax ({settings.Kubernetes.NodesMax})");
        }

        if (settings.Database.Nodes > 1 && ServerSizes.Named(ServerSizes.Databases, settings.Database.Size).Machine.Memory < Memory.GiB(2))
        {
            Broken(SettingsCatalogue.DatabaseNodes, $"{settings.Database.Nodes}", $"standbys need a size of 2 GiB or more, not {settings.Database.Size}; set infra:databaseSize to db-s-1vcpu-2gb");
        }

        foreach (var need in settings.System.Needs<Postgres>())
        {
            var connections = ServerSizes.BackendConnections(ServerSizes.Named(ServerSizes.Databases, settings.Database.Size));
            if (need.PoolSize + SpareConnections > connections)
            {
                Broken(SettingsCatalogue.DatabaseSize, settings.Database.Size,
                    $"takes {connections} connections, but {settings.System.Name} keeps a pool of {need.PoolSize}, and migrations and backups need {SpareConnections} more");
            }
        }

        if (settings.Topology == Topology.Droplet && settings.AdminCidrs.IsEmpty)
        {
            Broken(SettingsCatalogue.AdminCidrs, "", "is missing: nobody could copy files to the droplet; list the ranges from which you deploy");
        }

        if (settings.Topology == Topology.Droplet && settings.Droplet.SshPublicKeys.IsEmpty)
        {
            Broken(SettingsCatalogue.SshPublicKeys, "", "is missing: nobody could log in to the droplet; list at least one public key");
        }

        if (settings.Alerts.SlackChannel.Length > 0 && !settings.Secrets.ContainsKey(SettingsCatalogue.SlackWebhookUrl.Name))
        {
            Broken(SettingsCatalogue.SlackWebhookUrl, "",
                $"is missing, for slackChannel is set; type: pulumi config set --secret {SettingsCatalogue.SlackWebhookUrl.Key} --stack {source.StackName}");
        }

        if (settings.Alerts.SmtpUser.Length > 0 && !settings.Secrets.ContainsKey(SettingsCatalogue.SmtpPassword.Name))
        {
            Broken(SettingsCatalogue.SmtpPassword, "",
                $"is missing, for smtpUser is set; type: pulumi config set --secret {SettingsCatalogue.SmtpPassword.Key} --stack {source.StackName}");
        }

        foreach (var overlap in Overlaps(settings.AdminCidrs))
        {
            Broken(SettingsCatalogue.AdminCidrs, overlap.Inner, $"lies within {overlap.Outer}: list it once");
        }
    }

    /// <summary>Alerts that reach nobody are none: production has somebody for each priority (FA-06). PagerDuty is for the first priority only.</summary>
    private void CheckReceivers(StackSettings settings)
    {
        var alerts = settings.Alerts;
        if (alerts.SmtpServer.Length > 0 && alerts.Emails.IsEmpty)
        {
            Broken(SettingsCatalogue.AlertEmails, "", $"is missing, for smtpServer is set; type: pulumi config set --path '{SettingsCatalogue.AlertEmails.Key}[0]' ADDRESS --stack {source.StackName}");
        }

        Setting[] deciding = [SettingsCatalogue.Tier, SettingsCatalogue.SlackChannel, SettingsCatalogue.SmtpServer];
        if (settings.IsProduction && !alerts.ReachesSomebody && !deciding.Any(IsWrong))
        {
            Broken(SettingsCatalogue.AlertEmails, "",
                "nobody would be told of production's alerts: set alertEmails and smtpServer, or slackChannel and the secret slackWebhookUrl; type: "
                + $"pulumi config set --path '{SettingsCatalogue.AlertEmails.Key}[0]' ADDRESS --stack {source.StackName} && "
                + $"pulumi config set {SettingsCatalogue.SmtpServer.Key} HOST:PORT --stack {source.StackName}");
        }
    }

    private static IEnumerable<(string Inner, string Outer)> Overlaps(ImmutableArray<string> ranges)
    {
        var networks = ranges.Select(range => (Text: range, Network: System.Net.IPNetwork.Parse(range))).ToArray();
        for (var i = 0; i < networks.Length; i++)
        {
            for (var j = 0; j < networks.Length; j++)
            {
                var (inner, outer) = (networks[i], networks[j]);
                var wider = outer.Network.PrefixLength < inner.Network.PrefixLength || (outer.Network.PrefixLength == inner.Network.PrefixLength && j < i);
                if (i != j && wider && outer.Network.Contains(inner.Network.BaseAddress))
                {
                    yield return (inner.Text, outer.Text);
                    break;
                }
            }
        }
    }

    private SystemDefinition WithReplicas(SystemDefinition system, Topology topology, ImmutableSortedDictionary<string, int> replicas)
    {
        var scalable = system.ServicesIn(topology).Select(service => service.Name).ToArray();
        foreach (var name in replicas.Keys.Where(name => !scalable.Contains(name)))
        {
            Broken(SettingsCatalogue.Replicas, name, $"{system.Name} runs no such service here{Spelling.Suggest(name, scalable)} (there are {string.Join(", ", scalable)})");
        }

        return system with { Services = [.. system.Services.Select(service => replicas.TryGetValue(service.Name, out var count) ? Scaled(service, topology, count) : service)] };
    }

    private static Service Scaled(Service service, Topology topology, int count)
    {
        var placement = service.In(topology);
        var autoscaling = placement.Autoscaling.Enabled
            ? placement.Autoscaling with { Minimum = count, Maximum = Math.Max(count, placement.Autoscaling.Maximum) }
            : placement.Autoscaling;
        var scaled = placement with { Replicas = count, Autoscaling = autoscaling };
        return topology == Topology.Droplet ? service with { OnHost = scaled } : service with { OnKubernetes = scaled };
    }

    private bool IsWrong(Setting setting) => mistakes.Any(mistake => mistake.Key == setting.Key);

    private void Broken(Setting setting, string value, string rule)
    {
        if (IsWrong(setting))
        {
            return; // The value itself is wrong: what follows from its default would only confuse.
        }

        var location = source.Entries.TryGetValue(setting.Key, out var entry) ? entry.Location : source.FileName;
        mistakes.Add(new(location, setting.Key, value, rule));
    }
}
