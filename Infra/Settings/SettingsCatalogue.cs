using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Infra.Systems;

namespace Infra.Settings;

/// <summary>Every key of the configuration. The <c>config:</c> section of <c>Pulumi.yaml</c> and the reference page say the same; a test compares them.</summary>
public static partial class SettingsCatalogue
{
    /// <summary>Namespace of the keys: the name of the Pulumi project.</summary>
    public const string Namespace = "infra";

    /// <summary>What leaves a size or a number to the system.</summary>
    public const string Auto = "auto";

    private static readonly char[] Whitespace = [' ', '\t', '\n', '\r'];

    /// <summary>Which of the systems the stack deploys.</summary>
    public static Setting<string> System { get; } = Choice("system", "document-search", "System that the stack deploys.",
        text => SystemCatalogue.Names.Contains(text) ? "" : $"no such system{Spelling.Suggest(text, SystemCatalogue.Names)} (there are {string.Join(", ", SystemCatalogue.Names)})");

    /// <summary>Where the system runs.</summary>
    public static Setting<Topology> Topology { get; } = new()
    {
        Name = "topology",
        Type = SettingType.String,
        Default = Systems.Topology.Droplet,
        DefaultText = "droplet",
        Description = "droplet runs the system with Docker Compose on one server, kubernetes on a cluster.",
        Read = Read.OneOf(("droplet", Systems.Topology.Droplet), ("kubernetes", Systems.Topology.Kubernetes)),
    };

    /// <summary>How careful the environment is.</summary>
    public static Setting<Tier> Tier { get; } = new()
    {
        Name = "tier",
        Type = SettingType.String,
        Default = Systems.Tier.Production,
        DefaultText = "production",
        Description = "production protects data and runs several instances, development is small and may be thrown away.",
        Read = Read.OneOf(("development", Systems.Tier.Development), ("production", Systems.Tier.Production)),
    };

    /// <summary>DigitalOcean region.</summary>
    public static Setting<string> Region { get; } = Choice("region", "nyc3", "DigitalOcean region of servers, cluster and database.",
        text => OneOf(text, "region", Regions.DigitalOcean));

    /// <summary>Addresses of the private network.</summary>
    public static Setting<string> VpcRange { get; } = Text("vpcRange", Auto,
        "Private address range of the environment's network, a /16 to a /24 such as 10.60.0.0/20; auto is a /20 that follows from the names of system and stack. "
            + "Networks of one account must not overlap. Decide before the first deployment: another range replaces the network and all that is in it.",
        text => text == Auto ? "" : PrivateRange.BrokenRule(text));

    /// <summary>AWS region.</summary>
    public static Setting<string> BucketRegion { get; } = Choice("bucketRegion", "us-east-1", "AWS region of the buckets.",
        text => OneOf(text, "AWS region", Regions.Aws));

    /// <summary>DNS zone.</summary>
    public static Setting<string> Domain { get; } = Text("domain", "", "DNS zone, managed at DigitalOcean, in which the system gets its name.",
        text => DnsName().IsMatch(text) && text.Length <= 253 && text.Contains('.') ? "" : "has to be a DNS name such as example.com", required: true);

    /// <summary>Name in the zone.</summary>
    public static Setting<string> Hostname { get; } = Text("hostname", Auto,
        "Name of the system in the zone; auto is the system's name, followed by the stack's name unless the tier is production.",
        text => text == Auto || (DnsName().IsMatch(text) && text.Length <= 200) ? "" : "has to be auto or a DNS label such as search, without the zone");

    /// <summary>Version of the images.</summary>
    public static Setting<string> ImageTag { get; } = Text("imageTag", "", "Version of the system's images: a semantic version, a commit or a date, never a moving tag.",
        text => !Tag().IsMatch(text) ? "has to be an image tag: letters, digits, dots, dashes and underscores, at most 128, beginning with a letter or digit"
            : VersionTag.IsFixed(text) ? ""
            : "is a tag that moves: the same plan would deploy different programs on different days; give a version of three numbers such as 1.4.2, a commit or a date",
        required: true);

    /// <summary>Whether the image is built here.</summary>
    public static Setting<bool> BuildImage { get; } = Flag("buildImage", false, "Whether the deployment builds and pushes the image from app/ itself; otherwise the pipeline has pushed it.");

    /// <summary>Container registry name.</summary>
    public static Setting<string> RegistryName { get; } = Text("registryName", Auto, "Name of the container registry, unique in all of DigitalOcean; auto is the system's and the stack's name.",
        text => text == Auto || RegistryLabel().IsMatch(text) ? "" : "has to be auto or 3 to 63 lower-case letters, digits and dashes");

    /// <summary>Registry plan.</summary>
    public static Setting<string> RegistryTier { get; } = Choice("registryTier", "basic", "Plan of the container registry: starter (one repository), basic (five) or professional.",
        text => OneOf(text, "plan", ["starter", "basic", "professional"]));

    /// <summary>Whether the registry is made here.</summary>
    public static Setting<bool> RegistryExists { get; } = Flag("registryExists", false,
        "Whether the container registry exists already and is only looked up: an account has one registry unless its plan is professional, so the second stack shares the first one's.");

    /// <summary>Commit of the sources.</summary>
    public static Setting<string> Commit { get; } = Text("commit", "unknown", "Commit of the sources that the image is built from; becomes a label of the image.",
        text => text == "unknown" || CommitHash().IsMatch(text) ? "" : "has to be unknown or the 40 digits of a commit");

    /// <summary>How users reach a cluster.</summary>
    public static Setting<Exposure> Exposure { get; } = new()
    {
        Name = "exposure",
        Type = SettingType.String,
        Default = Infra.Settings.Exposure.Ingress,
        DefaultText = "ingress",
        Description = "How users reach a cluster: ingress is nginx with limits, caches and headers; load-balancer leads straight to the service of the route /, with TLS but with no limits, so that it needs exemptions.",
        Read = Read.OneOf(("ingress", Infra.Settings.Exposure.Ingress), ("load-balancer", Infra.Settings.Exposure.LoadBalancer)),
    };

    /// <summary>Where administrators come from.</summary>
    public static Setting<ImmutableArray<string>> AdminCidrs { get; } = new()
    {
        Name = "adminCidrs",
        Type = SettingType.Array,
        Default = [],
        DefaultText = "[]",
        Description = "Address ranges from which administrators and pipelines may use SSH and the Kubernetes API, in CIDR notation; at most 65,536 addresses each.",
        Read = Read.ListOf(Read.Text(AdminCidr)),
    };

    /// <summary>Keys that may log in to the droplet.</summary>
    public static Setting<ImmutableArray<string>> SshPublicKeys { get; } = new()
    {
        Name = "sshPublicKeys",
        Type = SettingType.Array,
        Default = [],
        DefaultText = "[]",
        Description = "Public SSH keys of those who may log in to the droplet, as in authorized_keys.",
        Read = Read.ListOf(Read.Text(text => IsPublicKey(text) ? "" : "has to be a whole public key such as 'ssh-ed25519 AAAA… name'")),
    };

    /// <summary>Size of the server.</summary>
    public static Setting<string> DropletSize { get; } = Size("dropletSize", "Size of the droplet", ServerSizes.Droplets);

    /// <summary>Operating system of the server.</summary>
    public static Setting<string> DropletImage { get; } = Choice("dropletImage", "ubuntu-24-04-x64", "Operating system of the droplet. A change replaces nothing: it counts for new droplets only.",
        text => OneOf(text, "image", ["ubuntu-22-04-x64", "ubuntu-24-04-x64", "ubuntu-26-04-x64"]));

    /// <summary>What watches a server.</summary>
    public static Setting<ImmutableArray<string>> ServerProfiles { get; } = new()
    {
        Name = "serverProfiles",
        Type = SettingType.Array,
        Default = DropletSettings.AllProfiles,
        DefaultText = "[monitoring, logging]",
        Description = "What runs beside the system on a droplet: monitoring is Prometheus, Alertmanager, Grafana and the exporters, logging is Elasticsearch and what belongs to it, "
            + "where the system has a log index; [] is neither. A cluster has both always.",
        Read = Read.ListOf(Read.Text(text => OneOf(text, "profile", DropletSettings.AllProfiles))),
    };

    /// <summary>Kubernetes minor version.</summary>
    public static Setting<string> KubernetesVersion { get; } = Choice("kubernetesVersion", "1.36",
        "Minor version of Kubernetes; the newest patch release is looked up, for DigitalOcean retires full versions within weeks.",
        text => OneOf(text, "minor version", ["1.34", "1.35", "1.36"]));

    /// <summary>Size of the nodes.</summary>
    public static Setting<string> NodeSize { get; } = Size("nodeSize", "Size of a Kubernetes node", ServerSizes.Droplets);

    /// <summary>Least nodes.</summary>
    public static Setting<int> NodesMin { get; } = Number("nodesMin", 1, 100, "Least Kubernetes nodes");

    /// <summary>Most nodes.</summary>
    public static Setting<int> NodesMax { get; } = Number("nodesMax", 1, 100, "Most Kubernetes nodes; at least nodesMin");

    /// <summary>Size of the database.</summary>
    public static Setting<string> DatabaseSize { get; } = Size("databaseSize", "Size of a PostgreSQL server", ServerSizes.Databases);

    /// <summary>Database servers.</summary>
    public static Setting<int> DatabaseNodes { get; } = Number("databaseNodes", 1, 3, "PostgreSQL servers: the primary and its standbys, which need a size of 2 GiB or more");

    /// <summary>Database version.</summary>
    public static Setting<string> DatabaseVersion { get; } = Choice("databaseVersion", "17", "Major version of PostgreSQL.",
        text => OneOf(text, "major version", ["15", "16", "17", "18"]));

    /// <summary>Followers of the database.</summary>
    public static Setting<int> DatabaseReplicas { get; } = Number("databaseReplicas", 1, 5, "Servers that follow the database's primary and answer reading queries");

    /// <summary>Who runs the cache.</summary>
    public static Setting<bool> ManagedCache { get; } = Flag("managedCache", false,
        "Whether the Redis-compatible store is DigitalOcean's managed Valkey; otherwise it runs beside the services.");

    /// <summary>Size of a managed cache.</summary>
    public static Setting<string> CacheSize { get; } = Size("cacheSize", "Size of a managed Valkey server", ServerSizes.Caches);

    /// <summary>Instances of single services.</summary>
    public static Setting<ImmutableSortedDictionary<string, int>> Replicas { get; } = new()
    {
        Name = "replicas",
        Type = SettingType.Object,
        Default = ImmutableSortedDictionary<string, int>.Empty,
        DefaultText = "{}",
        Description = "Instances of single services, where they differ from the system's: {api: 4}. With autoscaling it is the least number.",
        Read = Read.MapOf(Read.Integer(1, 100)),
    };

    /// <summary>Days for which backups are kept.</summary>
    public static Setting<int> BackupRetentionDays { get; } = new()
    {
        Name = "backupRetentionDays",
        Type = SettingType.Integer,
        Default = 7,
        DefaultText = "7",
        Description = "Days for which backups are kept, 7 to 365.",
        Read = Read.Integer(7, 365),
    };

    /// <summary>Origins for CORS.</summary>
    public static Setting<ImmutableArray<string>> CorsOrigins { get; } = new()
    {
        Name = "corsOrigins",
        Type = SettingType.Array,
        Default = [],
        DefaultText = "[]",
        Description = "Origins, besides the system's own, that may call its API from a browser: https://app.example.com.",
        Read = Read.ListOf(Read.Text(Origin)),
    };

    /// <summary>Where certificates' notices go.</summary>
    public static Setting<ImmutableArray<string>> AlertEmails { get; } = new()
    {
        Name = "alertEmails",
        Type = SettingType.Array,
        Default = [],
        DefaultText = "[]",
        Description = "E-mail addresses that get alerts; the first one also gets notices of Let's Encrypt.",
        Read = Read.ListOf(Read.Text(text => Email().IsMatch(text) && text.Length <= 254 ? "" : "has to be an e-mail address")),
    };

    /// <summary>Slack channel.</summary>
    public static Setting<string> SlackChannel { get; } = Text("slackChannel", "", "Slack channel that gets alerts, in quotes for its # begins a comment; empty for none. Needs the secret slackWebhookUrl.",
        text => text.Length == 0 || Channel().IsMatch(text) ? "" : "has to be a channel such as '#alerts', in quotes");

    /// <summary>Runbooks.</summary>
    public static Setting<string> RunbookUrl { get; } = Text("runbookUrl", "https://docs.example.com/runbooks",
        "Address at which people read docs/runbooks.md; every alert links to its section there.",
        text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" && !text.Contains('#') ? "" : "has to be an https address without a fragment");

    /// <summary>Mail server.</summary>
    public static Setting<string> SmtpServer { get; } = Text("smtpServer", "", "Mail server that delivers alerts, with its port: smtp.example.com:2525; empty for none. It has to offer TLS. "
            + "DigitalOcean lets nothing out by port 25, and 465 and 587 not from every account.",
        text => text.Length == 0 ? ""
            : text.Split(':') is not [var host, var port] || !DnsName().IsMatch(host) || !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0
                ? "has to be a host and a port such as smtp.example.com:2525"
            : number == 25 ? "names port 25, which DigitalOcean blocks; most mail services also take 2525 or 587" // docs.digitalocean.com/support/why-is-smtp-blocked
            : "");

    /// <summary>Login at the mail server.</summary>
    public static Setting<string> SmtpUser { get; } = Text("smtpUser", "", "Login at the mail server; empty where it needs none. Needs the secret smtpPassword.",
        text => text.Any(char.IsControl) ? "has to be one line" : "");

    /// <summary>Budget.</summary>
    public static Setting<decimal> MonthlyBudget { get; } = new()
    {
        Name = "monthlyBudget",
        Type = SettingType.String,
        Default = 0,
        DefaultText = Auto,
        Description = "Most that a month may cost in US dollars at list prices; auto is the system's own budget.",
        Read = written => written is ConfigurationValue.Text(Auto) ? 0
            : written is ConfigurationValue.Text(var text) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount is > 0 and <= 1_000_000
                ? amount
                : Read.Broken<decimal>("has to be auto or an amount in US dollars from 0.01 to 1000000"),
    };

    /// <summary>Policies that do not count for now.</summary>
    public static Setting<ImmutableArray<Exemption>> Exemptions { get; } = new()
    {
        Name = "exemptions",
        Type = SettingType.Array,
        ItemType = SettingType.Object,
        Default = [],
        DefaultText = "[]",
        Description = "Policies that do not count for a resource until a day: {policy, resource, reason, expires: YYYY-MM-DD}.",
        Read = Read.ListOf(ReadExemption),
    };

    /// <summary>Slack webhook.</summary>
    public static Setting SlackWebhookUrl { get; } = SecretText("slackWebhookUrl", "Incoming webhook of Slack; needed where slackChannel is set.",
        text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" ? "" : "has to be an https address");

    /// <summary>PagerDuty key.</summary>
    public static Setting PagerDutyRoutingKey { get; } = SecretText("pagerDutyRoutingKey", "Routing key of PagerDuty's Events API v2 for alerts that wake somebody.",
        text => text.All(char.IsAsciiLetterOrDigit) ? "" : "has to be letters and digits only, with no line end");

    /// <summary>Password at the mail server.</summary>
    public static Setting SmtpPassword { get; } = SecretText("smtpPassword", "Password at the mail server; needed where smtpUser is set.");

    /// <summary>SSH key of the deployment.</summary>
    public static Setting SshPrivateKey { get; } = SecretText("sshPrivateKey",
        "Private SSH key with which files are copied to the droplet, set by: pulumi config set --secret infra:sshPrivateKey < KEYFILE; without it the SSH agent of whoever deploys is asked.",
        SshPrivateKeys.BrokenRule);

    /// <summary>Secrets that a system's environment asks the operator for: they are settings by being asked for.</summary>
    public static ImmutableArray<Setting> SuppliedToSystems { get; } =
    [
        .. from name in SystemCatalogue.Names
           from variable in SystemCatalogue.Get(name).Environment
           where variable.Value is EnvironmentValue.Supplied
           group (Variable: variable.Name, System: name, variable.Description) by ((EnvironmentValue.Supplied)variable.Value).Setting into asked
           orderby asked.Key
           select SecretText(asked.Key, $"{asked.First().Description}; {asked.First().Variable} of {string.Join(", ", asked.Select(variable => variable.System).Distinct())}."),
    ];

    /// <summary>Every setting.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        System, Topology, Tier, Region, VpcRange, BucketRegion, Domain, Hostname, ImageTag, BuildImage, Commit, RegistryName, RegistryTier, RegistryExists, Exposure, AdminCidrs, SshPublicKeys,
        DropletSize, DropletImage, ServerProfiles, KubernetesVersion, NodeSize, NodesMin, NodesMax, DatabaseSize, DatabaseNodes, DatabaseReplicas, DatabaseVersion, ManagedCache, CacheSize, Replicas,
        BackupRetentionDays, CorsOrigins, AlertEmails, SlackChannel, RunbookUrl, SmtpServer, SmtpUser, MonthlyBudget, Exemptions,
        SlackWebhookUrl, PagerDutyRoutingKey, SmtpPassword, SshPrivateKey, .. SuppliedToSystems,
    ];

    private static Setting<string> Text(string name, string @default, string description, Func<string, string> rule, bool required = false) => new()
    {
        Name = name,
        Type = SettingType.String,
        Default = @default,
        DefaultText = @default,
        Description = description,
        Required = required,
        Read = Read.Text(rule),
    };

    /// <summary>A text of which there are a few.</summary>
    private static Setting<string> Choice(string name, string @default, string description, Func<string, string> rule) => new()
    {
        Name = name,
        Type = SettingType.String,
        Default = @default,
        DefaultText = @default,
        Description = description,
        Read = Read.Choice(rule),
    };

    private static Setting<string> Size(string name, string description, ImmutableArray<ServerSize> sizes)
    {
        var slugs = sizes.Select(size => size.Slug).ToArray();
        return Choice(name, Auto, $"{description}; auto is the smallest that offers what the system asks for.",
            text => text == Auto ? "" : OneOf(text, "size", slugs));
    }

    private static Setting<int> Number(string name, int minimum, int maximum, string description) => new()
    {
        Name = name,
        Type = SettingType.String,
        Default = 0,
        DefaultText = Auto,
        Description = $"{description}; a number from {minimum} to {maximum}, or auto for what the system asks for.",
        Read = Read.IntegerOrAuto(minimum, maximum),
    };

    private static Setting<bool> Flag(string name, bool @default, string description) => new()
    {
        Name = name,
        Type = SettingType.Boolean,
        Default = @default,
        DefaultText = @default ? "true" : "false",
        Description = description,
        Read = Read.Boolean(),
    };

    private static Setting<bool> SecretText(string name, string description, Func<string, string>? rule = null) => new()
    {
        Name = name,
        Type = SettingType.String,
        Default = false,
        Description = description,
        Secret = true,
        SecretRule = text => text.Trim().Length == 0 ? "is empty" : rule?.Invoke(text) ?? "",
        Read = written => written is ConfigurationValue.Secret,
    };

    private static string OneOf(string text, string what, IReadOnlyCollection<string> allowed) =>
        allowed.Contains(text) ? "" : $"no such {what}{Spelling.Suggest(text, allowed)} (allowed: {string.Join(", ", allowed)})";

    private static string AdminCidr(string text)
    {
        if (!text.Contains('/') || !IPNetwork.TryParse(text, out var network) || !network.BaseAddress.Equals(IPAddress.Parse(text[..text.IndexOf('/')])))
        {
            return "has to be an address range such as 203.0.113.0/24, with no bits set behind the prefix";
        }

        var hostBits = (network.BaseAddress.GetAddressBytes().Length * 8) - network.PrefixLength;
        var widest = network.BaseAddress.GetAddressBytes().Length == 4 ? 16 : 80;
        return hostBits <= widest ? "" : "is too wide for administrators: at most a /16, or a /48 of IPv6";
    }

    /// <summary>Whether a line is a public key whose fields, each behind its length, begin with its kind and end where the key does (RFC 4253, 6.6).</summary>
    private static bool IsPublicKey(string line)
    {
        var parts = line.Split(' ');
        var key = new byte[line.Length];
        if (!SshKey().IsMatch(line) || !Convert.TryFromBase64String(parts[1], key, out var length))
        {
            return false;
        }

        var at = 0;
        for (var field = 0; at + 4 <= length; field++)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(key.AsSpan(at));
            if (size < 0 || size > length - at - 4 || (field == 0 && Encoding.ASCII.GetString(key, at + 4, size) != parts[0]))
            {
                return false;
            }

            at += 4 + size;
        }

        return at == length;
    }

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" && uri.GetLeftPart(UriPartial.Authority) == text
            ? ""
            : "has to be an origin such as https://app.example.com, without a path";

    private static Reading<Exemption> ReadExemption(ConfigurationValue written)
    {
        const string Shape = "has to be a map of policy, resource, reason and expires";
        if (written is not ConfigurationValue.Map(var entries) || entries.Any(entry => entry.Value is not ConfigurationValue.Text))
        {
            return Read.Broken<Exemption>(Shape);
        }

        if (entries.FirstOrDefault(entry => entry.Key != "expires" && entry.Value is ConfigurationValue.Text { TakenFor.Length: > 0 }) is { Key: { } unquoted, Value: { } value })
        {
            return Read.Broken<Exemption>($"has {((ConfigurationValue.Text)value).TakenFor} without quotes under {unquoted}; write it as text: \"{value}\"");
        }

        var values = entries.GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Value.ToString());
        if (values.Count != 4 || !values.TryGetValue("policy", out var policy) || !values.TryGetValue("resource", out var resource)
            || !values.TryGetValue("reason", out var reason) || !values.TryGetValue("expires", out var expires))
        {
            return Read.Broken<Exemption>(Shape);
        }

        return reason.Split(Whitespace, StringSplitOptions.RemoveEmptyEntries).Length < 3 ? Read.Broken<Exemption>("needs a reason of at least three words")
            : !DateOnly.TryParseExact(expires, ["yyyy-MM-dd", "yyyy-MM-dd'T00:00:00Z'"], out var day) // The second is what the engine makes of the first where it has no quotes.
                ? Read.Broken<Exemption>("needs a day as YYYY-MM-DD under expires")
            : new Exemption(policy, resource, reason, day);
    }

    [GeneratedRegex(@"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z")]
    private static partial Regex DnsName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex CommitHash();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]\z")]
    private static partial Regex RegistryLabel();

    [GeneratedRegex(@"^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com) [A-Za-z0-9+/]{40,}={0,3}( [^\r\n]*)?\z")]
    private static partial Regex SshKey();

    [GeneratedRegex(@"^[^@\s,<>]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\z")]
    private static partial Regex Email();

    [GeneratedRegex(@"^#[a-z0-9_-]{1,79}\z")]
    private static partial Regex Channel();
}
