using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Configuration;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>What concerns the platform as a whole: tags, secrets, connections.</summary>
internal static partial class PlatformRules
{
    private static readonly string[] Tagged = ["Droplet", "DatabaseCluster", "DatabaseReplica", "KubernetesCluster", "KubernetesNodePool"];

    // Where a secret may stand: what the receiver keeps encrypted itself, what opens the connection, or what a command reads.
    private static readonly ImmutableHashSet<string> Keepers =
    [
        "kubernetes:core/v1:Secret", "command:remote:CopyToRemote", "pulumi:providers:kubernetes", "digitalocean:index/uptimeAlert:UptimeAlert",
        "digitalocean:index/monitorAlert:MonitorAlert", "docker:index/image:Image",
    ];

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "TAG-01",
            Title = "What costs says whose it is",
            Why = "A server that nobody knows is kept for ever, and nobody pays for it gladly (CIS Controls 1.1)",
            Remedy = "Set the tags: system and environment",
            Judge = Rule.EachWithin(resource => Tagged.Contains(resource.Kind)
                || resource.Type is "aws:s3/bucket:Bucket" or "aws:iam/user:User", (plan, resource) =>
                Items(resource.Inputs, "tags").Concat(Entries(resource.Inputs, "tags").Select(tag => tag.Value)) is var tags
                && tags.Contains(plan.Settings.System.Name) && tags.Contains(plan.Settings.StackName) ? ""
                    : "has no tags of system and environment"),
        },
        new()
        {
            Id = "TAG-02",
            Title = "Objects of a cluster are labelled",
            Scope = Scope.Kubernetes,
            Why = "Network policies, dashboards and people find pods by their labels (Kubernetes, recommended labels)",
            Remedy = "Set metadata.name and the labels app.kubernetes.io/name, instance, part-of and managed-by",
            Judge = Rule.Each(resource => resource.IsKubernetesObject && At(resource.Inputs, "metadata") is not null, resource =>
                Text(resource.Inputs, "metadata", "name").Length == 0 ? "has no name of its own"
                : new[] { "name", "instance", "part-of", "managed-by" }.All(label => Text(resource.Inputs, "metadata", "labels", $"app.kubernetes.io/{label}").Length > 0) ? "" : "lacks recommended labels"),
        },
        new()
        {
            Id = "SEC-03",
            Title = "Secrets that only the operator has are set in production",
            Scope = Scope.Production.And(Scope.With("secrets of the operator", system => Expected(system).Length > 0)),
            Severity = Severity.Warning,
            Why = "Without them the feature is off, and nobody finds out before a user does (WP-10)",
            Remedy = "Type: pulumi config set --secret infra:NAME, for each of them",
            Judge = plan => from expected in plan.Settings.IsProduction ? new[] { Expected(plan.Settings.System) } : []
                            where expected.Length > 0
                            let missing = expected.Where(setting => !plan.Settings.Secrets.ContainsKey(setting)).ToArray()
                            select new Subject(plan.Settings.System.Name,
                                missing.Length > 0 ? $"does without {string.Join(", ", missing)}" : ""),
        },
        new()
        {
            Id = "SEC-04",
            Title = "Secrets stand only where they are kept",
            Why = "A value in any other property is in the provider's console and logs (PL-05; OWASP Secrets Management)",
            Remedy = "Give the value to a Secret or a file, and its name to everything else",
            Judge = Rule.Each(resource => !Keepers.Contains(resource.Type), resource => Texts(resource.Inputs.Remove("connection").Remove("stdin")).Any(SecretMark.IsIn) ? "holds a secret" : ""),
        },
        new()
        {
            Id = "SEC-05",
            Title = "Secrets are sent to a server that is known",
            Scope = Scope.Server,
            Why = "SSH without the server's key speaks to whoever answers at its address (NIST IR 7966; OpenSSH, ssh(1), verifying host keys)",
            Remedy = "Set connection.hostKey to the key that the first connection recorded",
            Judge = Rule.Each(resource => resource.Type is "command:remote:Command" or "command:remote:CopyToRemote", resource =>
                Text(resource.Inputs, "connection", "hostKey").Length > 0 || (resource.Type == "command:remote:Command" && At(resource.Inputs, "stdin") is null && Text(resource.Inputs, "create").Contains("/etc/ssh/ssh_host_", StringComparison.Ordinal))
                    ? "" : "goes to whoever answers at the server's address"),
        },
        new()
        {
            Id = "DAT-05",
            Title = "Databases are spoken to by TLS",
            Scope = Scope.ManagedData,
            Why = "Passwords and data go through the connection (PL-08; CIS PostgreSQL Benchmark 6.8)",
            Remedy = "Set sslmode to require, verify-ca or verify-full, and use rediss for a managed cache",
            Judge = plan => PlanFacts.Of(plan).Given.Where(IsOfConnection).GroupBy(given => given.Holder)
                .Select(holder => new Subject(holder.Key, holder.Any(IsWeak) ? "connects without TLS" : "")),
        },
        new()
        {
            Id = "DAT-06",
            Title = "The connection pool fits the server",
            Scope = Scope.Database,
            Why = "What the server refuses, the pool cannot open (DigitalOcean, PostgreSQL limits)",
            Remedy = "Make the server larger or the pool smaller",
            Judge = plan => from pool in plan.OfType("digitalocean:index/databaseConnectionPool:DatabaseConnectionPool")
                            let connections = ServerSizes.BackendConnections(ServerSizes.Named(ServerSizes.Databases, plan.Settings.Database.Size))
                            select new Subject(pool.Name, Number(pool.Inputs, "size") > connections
                                ? $"asks for {Number(pool.Inputs, "size")} connections of {connections}" : ""),
        },
    ];

    /// <summary>Addresses of PostgreSQL, with or without the name of a driver.</summary>
    [GeneratedRegex(@"^postgres(ql)?(\+\w+)?://")]
    private static partial Regex DatabaseAddress();

    // Settings whose secrets only the operator has.
    private static string[] Expected(SystemDefinition system) =>
    [
        .. system.Environment.Select(variable => variable.Value).OfType<EnvironmentValue.Supplied>()
            .Where(value => value.Expected).Select(value => value.Setting).Distinct(),
    ];

    // By whatever name: an address with its mode or without, a mode by itself, a switch.
    private static bool IsOfConnection(GivenValue given) => Mode().IsMatch(given.Name) || Switch().IsMatch(given.Name)
        || DatabaseAddress().IsMatch(given.Value) || BareAddress().IsMatch(given.Value) || IsOfManagedCache(given);

    private static bool IsOfManagedCache(GivenValue given) =>
        given.Value.StartsWith("redis", StringComparison.Ordinal) && given.Value.Contains(".db.", StringComparison.Ordinal);

    private static bool IsWeak(GivenValue given) =>
        (Mode().IsMatch(given.Name) && given.Value is "disable" or "allow" or "prefer" or "disabled" or "none" or "off")
        || (Switch().IsMatch(given.Name) && given.Value is "false" or "False" or "0" or "no" or "off")
        || ((DatabaseAddress().IsMatch(given.Value) || BareAddress().IsMatch(given.Value)) && !Demanded().IsMatch(given.Value))
        || (IsOfManagedCache(given) && given.Value.StartsWith("redis://", StringComparison.Ordinal));

    // PGSSLMODE, POSTGRES_SSL_MODE, DB_TLS_MODE.
    [GeneratedRegex("(SSL|TLS)_?MODE$", RegexOptions.IgnoreCase)]
    private static partial Regex Mode();

    // As libpq, JDBC, Npgsql, asyncpg and node-postgres write it.
    [GeneratedRegex(@"[?&;\s](sslmode=(require|verify-ca|verify-full)|ssl ?mode=(require|verifyca|verifyfull)|ssl=(true|require|verify-full))(&|;|\s|$)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Demanded();

    // DATABASE_SSL, SMTP_REQUIRE_TLS.
    [GeneratedRegex("(_SSL|_TLS)$", RegexOptions.IgnoreCase)]
    private static partial Regex Switch();

    // A host, a port and a database without a scheme, as the exporter takes it.
    [GeneratedRegex(@"^[^/@\s]+\.db\.[^/\s]+:[0-9]+/")]
    private static partial Regex BareAddress();
}
