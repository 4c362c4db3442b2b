using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Compose;
using Infra.Facts.Files;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether what a system's definition and a stack's settings declare is in the plan (PL-02, PL-04).</summary>
internal static partial class InventoryRules
{
    private const string Droplet = "digitalocean:index/droplet:Droplet";
    private const string DatabaseServer = "digitalocean:index/databaseCluster:DatabaseCluster";
    private const string Record = "digitalocean:index/dnsRecord:DnsRecord";
    private const string SpacesBucket = "digitalocean:index/spacesBucket:SpacesBucket";
    private const string Certificate = "digitalocean:index/certificate:Certificate";
    private const int LeastPassword = 32;

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "INV-01",
            Title = "The public name leads to what serves the system",
            Why = "Without an address, or with that of a machine that is gone, nobody finds the system (ED-01; RFC 1034, 3.6)",
            Remedy = "Make an A record of the public host with the reserved address of the server, assigned to it, or with the load "
                + "balancer's",
            Judge = plan => [new(plan.Settings.PublicHost, Leads(plan))],
        },
        new()
        {
            Id = "INV-02",
            Title = "Only the authority that the system uses may certify its name",
            Why = "Without a CAA record each of a hundred authorities may, and one mistake of one of them is enough (ED-01; RFC 8659)",
            Remedy = "Make CAA records of the public host with the tag issue, and letsencrypt.org as the only value",
            Judge = plan => [new(plan.Settings.PublicHost,
                plan.OfType(Record).Where(record => IsOfHost(plan.Settings, record) && Text(record.Inputs, "type") == "CAA"
                        && Text(record.Inputs, "tag") == "issue")
                    .Select(record => Text(record.Inputs, "value").Split(';')[0].Trim().TrimEnd('.')).ToArray() switch
                {
                    [] => "may be certified by everybody",
                    var authorities when authorities.Any(authority => authority != "letsencrypt.org") =>
                        "may be certified by others than Let's Encrypt",
                    _ => "",
                })],
        },
        new()
        {
            Id = "INV-03",
            Title = "Each database that a system needs is on its server, with a login of its own",
            Scope = Scope.Database,
            Why = "Without it services end at their first query, or log in as the server's administrator (PL-08, PL-14; CIS PostgreSQL "
                + "Benchmark 4)",
            Remedy = "Make a DatabaseDb and a DatabaseUser of the names in the definition, and let the pool name both",
            Judge = plan => from need in plan.Settings.System.Needs<Postgres>()
                            select new Subject(need.Database, Missing(plan, need)),
        },
        new()
        {
            Id = "INV-04",
            Title = "Images are fetched with a login that can only read",
            Why = "Without a login nothing starts, and one that may write lets whoever takes a server replace the image of all others "
                + "(PL-05, PL-06; NIST SP 800-190, 4.2.3)",
            Remedy = "Make ContainerRegistryDockerCredentials of the stack's registry, with write off",
            Judge = plan => [new(plan.Settings.Registry.Name,
                plan.OfType("digitalocean:index/containerRegistryDockerCredentials:ContainerRegistryDockerCredentials")
                    .Any(login => Text(login.Inputs, "registryName") == plan.Settings.Registry.Name && !IsTrue(login.Inputs, "write"))
                    ? "" : "is not opened by a login that can only read")],
        },
        new()
        {
            Id = "INV-05",
            Title = "Static files are served under a name, a certificate and origins of the system's own",
            Scope = Scope.With("static files", system => system.Needs<StaticFiles>().Any()),
            Why = "Pages whose files are away are empty, and a browser uses fonts and scripts of another origin only where that says so "
                + "(WP-09; Fetch standard, CORS protocol)",
            Remedy = "Make a Cdn in front of the bucket with the host and a Certificate of it, and a CORS configuration for the "
                + "public host",
            Judge = plan => from need in plan.Settings.System.Needs<StaticFiles>()
                            let problem = Unserved(plan, need.Host(plan.Settings.PublicHost))
                            select new Subject(need.Host(plan.Settings.PublicHost), problem),
        },
        new()
        {
            Id = "INV-06",
            Title = "What costs by the month is in the project of its stack",
            Why = "What is in no project is found by nobody who looks for what a stack has, or pays for (CIS Controls 1.1)",
            Remedy = "Name servers, addresses, clusters, databases and Spaces in a ProjectResources of the stack's Project",
            Judge = plan =>
            {
                var projects = plan.OfType("digitalocean:index/project:Project")
                    .Select(project => SimulatedCloud.IdOf(project.Type, project.Name)).ToHashSet(StringComparer.Ordinal);
                var members = plan.OfType("digitalocean:index/projectResources:ProjectResources")
                    .Where(list => projects.Contains(Text(list.Inputs, "project")))
                    .SelectMany(list => Items(list.Inputs, "resources")).OfType<string>().ToHashSet(StringComparer.Ordinal);
                return from resource in plan.Deployed
                       let name = Urn(resource)
                       where name.Length > 0
                       select new Subject(resource.Name, members.Contains(name) ? "" : "is in no project of the stack");
            },
        },
        new()
        {
            Id = "INV-07",
            Title = "Each client of a system has a password of its own",
            Scope = Scope.With("clients", system => system.Clients.Any()),
            Why = "One that two share cannot be taken from one of them, and one that nobody can guess is long (PL-05; OWASP ASVS 5.0, 6.2)",
            Remedy = $"Make a RandomPassword for each client of the definition, of {LeastPassword} characters or more",
            Judge = plan =>
            {
                var passwords = plan.OfType("random:index/randomPassword:RandomPassword").ToLookup(password => password.Name);
                return from client in plan.Settings.System.Clients
                       let length = passwords[client.SecretName].Select(password => Number(password.Inputs, "length")).FirstOrDefault()
                       select new Subject(client.Id, length >= LeastPassword ? ""
                           : length == 0 ? "has no password of its own" : "has a password that can be guessed");
            },
        },
        new()
        {
            Id = "INV-08",
            Title = "Every route of the definition leads to its service",
            Scope = Scope.Kubernetes.And(Scope.Nginx),
            Why = "A route that the edge lacks is answered by another service, or by nobody (ED-03, ED-07)",
            Remedy = "Name the path in an Ingress, with the service of the route as its backend",
            Judge = plan =>
            {
                if (plan.Settings.Topology != Topology.Kubernetes || plan.Settings.Exposure != Exposure.Ingress)
                {
                    return [];
                }

                var served = (from ingress in PlanFacts.Of(plan).Cluster.Ingresses
                              from rule in ingress.Content.Spec?.Rules ?? []
                              where rule.Host == plan.Settings.PublicHost
                              from path in rule.Http?.Paths ?? []
                              select (path.Path, path.Backend?.Service?.Name)).ToHashSet();
                return from route in plan.Settings.System.Edge.Routes
                       from path in plan.Settings.System.Edge.PathsOf(route)
                       select new Subject(path.Path,
                           served.Contains((path.Path, route.Service)) ? "" : $"does not lead to {route.Service}");
            },
        },
        new()
        {
            Id = "INV-09",
            Title = "The dashboards of the definition are there, with what they ask",
            Why = "Whoever is woken looks at graphs, and one that lacks its page or its source shows none (VI-04, FA-05; Grafana, "
                + "provisioning)",
            Remedy = "Carry each dashboard in a ConfigMap with the label grafana_dashboard, or in a file below a path that a provider "
                + "names; provision a source of each uid that they ask",
            Judge = Dashboards,
        },
        new()
        {
            Id = "INV-10",
            Title = "What Prometheus is told to ask is there",
            Scope = Scope.Kubernetes,
            Why = "An address at which nobody answers is an alert at best, and silence at worst (VI-03, FA-06)",
            Remedy = "Make a Service or a chart of the name that the job has, in the namespace of Prometheus",
            Judge = plan =>
            {
                var names = plan.Deployed.Select(NameToAsk).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
                return from jobs in plan.Deployed.Where(resource => resource.Kind == "Secret")
                       from host in Texts(ScrapeJobs(jobs)).Select(text => Target().Match(text))
                           .Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct()
                       select new Subject(jobs.Name, names.Contains(host) ? "" : $"asks {host}, which is not there");
            },
        },
        new()
        {
            Id = "INV-11",
            Title = "Buckets whose files stay keep what was overwritten",
            Scope = Scope.With("files that stay", system => system.Needs<Bucket>().Any(need => need.ExpireAfterDays == 0)),
            Why = "Who overwrites or deletes the only copy of a file by mistake has nothing to take back (PL-14; NIST SP 800-209)",
            Remedy = "Make a BucketVersioning with the status Enabled for the bucket",
            Judge = plan => from need in plan.Settings.System.Needs<Bucket>().Where(need => need.ExpireAfterDays == 0)
                            from bucket in plan.OfType("aws:s3/bucket:Bucket").Where(bucket => bucket.Name == $"bucket-{need.Purpose}")
                            select new Subject(bucket.Name, plan.OfType("aws:s3/bucketVersioning:BucketVersioning").Any(versioning =>
                                versioning.Parent == bucket.Parent
                                && Text(versioning.Inputs, "versioningConfiguration", "status") == "Enabled")
                                ? "" : "forgets what is overwritten"),
        },
    ];

    private static bool IsOfHost(StackSettings settings, PlannedResource record) =>
        Text(record.Inputs, "domain") is { Length: > 0 } domain && Text(record.Inputs, "name") is var name
        && (name is "@" or "" ? domain : $"{name.TrimEnd('.')}.{domain}") == settings.PublicHost;

    private static string Leads(Plan plan)
    {
        string[] addresses =
        [
            .. plan.OfType(Record).Where(record => IsOfHost(plan.Settings, record) && Text(record.Inputs, "type") == "A")
                .Select(record => Text(record.Inputs, "value")),
        ];
        string[] own = plan.Settings.Topology == Topology.Droplet
            ? [.. plan.OfType("digitalocean:index/reservedIpAssignment:ReservedIpAssignment")
                .Where(assignment => plan.OfType(Droplet).Any(server =>
                    $"{At(assignment.Inputs, "dropletId")}" == SimulatedCloud.IdOf(Droplet, server.Name)))
                .Select(assignment => Text(assignment.Inputs, "ipAddress"))]
            : [.. plan.Deployed.Where(resource => resource.Type == "kubernetes:core/v1:Service").SelectMany(service =>
                Texts(State(service).GetValueOrDefault("status")))];
        return addresses.Length == 0 ? "has no address"
            : own.Length == 0 ? "has an address that no machine has"
            : addresses.Any(address => !own.Contains(address)) ? "leads to an address that is none of the system's" : "";
    }

    private static IEnumerable<string> Missing(Plan plan, Postgres need)
    {
        string[] servers = [.. plan.OfType(DatabaseServer).Select(server => SimulatedCloud.IdOf(DatabaseServer, server.Name))];
        bool IsThere(string kind, string name) => plan.OfType($"digitalocean:index/{char.ToLowerInvariant(kind[0])}{kind[1..]}:{kind}")
            .Any(one => Text(one.Inputs, "name") == name && servers.Contains(Text(one.Inputs, "clusterId")));
        if (!IsThere("DatabaseDb", need.Database))
        {
            yield return "is on no server";
        }

        if (!IsThere("DatabaseUser", need.User))
        {
            yield return $"has no login {need.User}";
        }

        if (!plan.OfType("digitalocean:index/databaseConnectionPool:DatabaseConnectionPool").Any(pool =>
            Text(pool.Inputs, "dbName") == need.Database && Text(pool.Inputs, "user") == need.User
                && servers.Contains(Text(pool.Inputs, "clusterId"))))
        {
            yield return $"has no pool for {need.User}";
        }
    }

    private static string Unserved(Plan plan, string host)
    {
        var network = plan.OfType("digitalocean:index/cdn:Cdn").FirstOrDefault(network => Text(network.Inputs, "customDomain") == host);
        var bucket = plan.OfType(SpacesBucket).FirstOrDefault(bucket => State(bucket).GetValueOrDefault("bucketDomainName") as string
            == Text(network?.Inputs, "origin"));
        return network is null ? "is no name of a network"
            : bucket is null ? "has no bucket behind it"
            : !plan.OfType(Certificate).Any(certificate => Text(certificate.Inputs, "name") == Text(network.Inputs, "certificateName")
                && Items(certificate.Inputs, "domains").Contains(host)) ? "has no certificate"
            : !plan.OfType("digitalocean:index/spacesBucketCorsConfiguration:SpacesBucketCorsConfiguration").Any(cors =>
                Text(cors.Inputs, "bucket") == Text(bucket.Inputs, "name") && Items(cors.Inputs, "corsRules").Any(rule =>
                    Items(rule, "allowedOrigins").Contains($"https://{plan.Settings.PublicHost}")
                        && Items(rule, "allowedMethods").Contains("GET"))) ? "lets no page of the system use its files" : "";
    }

    // Networks belong to no project, and what others are made of goes with them.
    private static string Urn(PlannedResource resource)
    {
        var property = resource.Type switch
        {
            Droplet => "dropletUrn",
            "digitalocean:index/reservedIp:ReservedIp" => "reservedIpUrn",
            DatabaseServer or "digitalocean:index/kubernetesCluster:KubernetesCluster" => "clusterUrn",
            SpacesBucket => "bucketUrn",
            _ => "",
        };
        return property.Length == 0 ? "" : State(resource).GetValueOrDefault(property) as string ?? "";
    }

    private static ImmutableDictionary<string, object> State(PlannedResource resource) => SimulatedCloud.StateOf(resource.Type,
        resource.Name,
        resource.Inputs.Where(entry => entry.Value is not null).ToImmutableDictionary(entry => entry.Key, entry => entry.Value!));

    private static IEnumerable<Subject> Dashboards(Plan plan)
    {
        var system = plan.Settings.System;
        var carried = Carried(plan).ToArray();

        foreach (var dashboard in system.Monitoring.Dashboards.Where(dashboard => HasSomethingToShow(system.Monitoring, dashboard)))
        {
            var name = $"{dashboard}".ToLowerInvariant();
            yield return new(system.Name, carried.Any(file => IsNamed(file.Name, name)) ? "" : $"has no dashboard {name}");
        }

        if (plan.Settings.Topology != Topology.Droplet)
        {
            yield break;
        }

        string[] places = [.. Provisioned(plan, "dashboards").SelectMany(file => Items(file, "providers"))
            .Select(provider => Text(provider, "options", "path")).Where(path => path.Length > 0)];
        string[] sources = [.. Provisioned(plan, "datasources").SelectMany(file => Items(file, "datasources"))
            .Select(source => Text(source, "uid"))];
        var mounts = HostConfiguration.Containers(plan).SelectMany(container => new ComposeContainer(container.Key, container.Value).Mounts)
            .Where(mount => mount.Source.EndsWith("/etc/grafana/dashboards", StringComparison.Ordinal)).ToArray();
        yield return new("grafana", mounts.Any(mount => places.Contains(mount.Target.TrimEnd('/'))
            || places.Contains($"{mount.Target.TrimEnd('/')}/")) ? "" : "looks for dashboards where none are");

        foreach (var source in carried.SelectMany(file => SourceId().Matches(file.Text)).Select(match => match.Groups[1].Value).Distinct()
            .Where(source => !source.StartsWith('-') && !source.StartsWith('$')))
        {
            yield return new("grafana", sources.Contains(source) ? "" : $"has no source {source}, which its dashboards ask");
        }
    }

    // Of a system that measures nothing of the kind a page would be empty.
    private static bool HasSomethingToShow(Monitoring monitoring, Dashboard dashboard) => dashboard switch
    {
        Dashboard.Business => !monitoring.Measures.IsEmpty,
        Dashboard.Application => new[]
        {
            StandardMetrics.CacheHits, StandardMetrics.DatabaseQueries, StandardMetrics.QueueDepth, StandardMetrics.LoginAttempts,
            StandardMetrics.RateLimited,
        }.Any(metric => monitoring.SourcesOf(metric).Any()),
        _ => true,
    };

    private static IEnumerable<(string Name, string Text)> Carried(Plan plan) => plan.Settings.Topology == Topology.Droplet
        ? plan.Files.Where(file => file.Path.StartsWith("grafana/dashboards/", StringComparison.Ordinal))
            .Select(file => (file.Path[(file.Path.LastIndexOf('/') + 1)..], file.Content))
        : from map in plan.Deployed
          where map.Kind == "ConfigMap" && Text(map.Inputs, "metadata", "labels", "grafana_dashboard") == "1"
          from entry in Entries(map.Inputs, "data")
          select (entry.Key, entry.Value as string ?? "");

    // On a cluster the name of the system comes first: every system's pages lie in one directory.
    private static bool IsNamed(string file, string dashboard) =>
        file == $"{dashboard}.json" || file.EndsWith($"-{dashboard}.json", StringComparison.Ordinal);

    private static IEnumerable<object?> Provisioned(Plan plan, string part) => plan.Files
        .Where(file => file.Path.StartsWith($"grafana/provisioning/{part}/", StringComparison.Ordinal))
        .Select(file => (object?)HostConfiguration.Yaml(plan, file.Path));

    // A chart names its Service by its release where it is told no other name.
    private static string NameToAsk(PlannedResource resource) => resource.Type switch
    {
        "kubernetes:core/v1:Service" => Text(resource.Inputs, "metadata", "name"),
        "kubernetes:helm.sh/v3:Release" => Text(resource.Inputs, "values", "fullnameOverride") is { Length: > 0 } name ? name
            : Text(resource.Inputs, "name"),
        _ => "",
    };

    private static IEnumerable<object?> ScrapeJobs(PlannedResource secret) => Entries(secret.Inputs, "stringData")
        .Where(entry => entry.Value is string text && text.Contains("job_name:", StringComparison.Ordinal))
        .SelectMany(entry => YamlFile.Read((string)entry.Value!, YamlDialect.Compose)).Select(document => document.Content);

    // blackbox-exporter:9115, blackbox-exporter.monitoring.svc:9115; the public address of a system has a scheme in front.
    [GeneratedRegex(@"^([a-z][a-z0-9-]*)(\.[a-z0-9.-]+)?:[0-9]+$")]
    private static partial Regex Target();

    [GeneratedRegex(@"""datasource"":\s*\{[^{}]*""uid"":\s*""([^""]+)""")]
    private static partial Regex SourceId();
}
