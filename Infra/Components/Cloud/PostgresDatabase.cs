using Infra.Settings;
using Infra.Systems;
using Pulumi;
using Pulumi.DigitalOcean;
using Pulumi.DigitalOcean.Inputs;

namespace Infra.Components.Cloud;

/// <summary>What a <see cref="PostgresDatabase"/> is made of.</summary>
public sealed record PostgresDatabaseArgs : StackPartArgs
{
    /// <summary>What the system needs of it.</summary>
    public required Postgres Need { get; init; }

    /// <summary>Private network.</summary>
    public required Network Network { get; init; }

    /// <summary>The only ones who may connect.</summary>
    public required TrustedSource TrustedSource { get; init; }

    /// <summary>Size, version and number of servers.</summary>
    public DatabaseSettings Server => Settings.Database;

    /// <summary>Time of day of the provider's own backup, UTC.</summary>
    public TimeOnly BackupAt => Settings.System.Backup.At;
}

/// <summary>A managed PostgreSQL server with the database, the login and the connection pool of one system.
/// It is reached over the private network, with TLS, and by trusted sources only; daily backups and seven days of
/// point-in-time recovery are part of the service. Extensions are created by the system's migrations.</summary>
public sealed class PostgresDatabase : ComponentResource
{
    /// <summary>Makes the database.</summary>
    public PostgresDatabase(string name, PostgresDatabaseArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:PostgresDatabase", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var kept = new CustomResourceOptions { Parent = this, Protect = args.Protect };

        var cluster = new DatabaseCluster(name, new DatabaseClusterArgs
        {
            Name = $"{args.Prefix}-pg",
            Engine = "pg",
            Version = args.Server.Version,
            Size = args.Server.Size,
            NodeCount = args.Server.Nodes,
            Region = args.Region,
            PrivateNetworkUuid = args.Network.Id,
            MaintenanceWindows = new DatabaseClusterMaintenanceWindowArgs { Day = "sunday", Hour = "04:00:00" },
            Tags = args.Tags,
        }, kept);

        new DatabasePostgresqlConfig($"{name}-parameters", PostgresParameters.For(cluster.Id, args), child);

        var firewall = new DatabaseFirewall($"{name}-firewall", new DatabaseFirewallArgs
        {
            ClusterId = cluster.Id,
            Rules = new DatabaseFirewallRuleArgs { Type = args.TrustedSource.Type, Value = args.TrustedSource.Id },
        }, child);

        var database = new DatabaseDb($"{name}-{args.Need.Database}", new DatabaseDbArgs
        {
            ClusterId = cluster.Id,
            Name = args.Need.Database,
        }, kept);

        var user = new DatabaseUser($"{name}-{args.Need.User}", new DatabaseUserArgs
        {
            ClusterId = cluster.Id,
            Name = args.Need.User,
        }, kept);

        var pool = new DatabaseConnectionPool($"{name}-pool", new DatabaseConnectionPoolArgs
        {
            ClusterId = cluster.Id,
            Name = $"{args.Need.Database}_pool",
            DbName = database.Name,
            User = user.Name,
            Mode = "transaction",
            Size = args.Need.PoolSize,
        }, child);

        var replicas = Enumerable.Range(1, args.Server.Replicas).Select(number => new DatabaseReplica($"{name}-replica-{number}", new DatabaseReplicaArgs
        {
            ClusterId = cluster.Id,
            Name = $"{args.Prefix}-pg-replica-{number}",
            Region = args.Region,
            Size = args.Server.Size,
            PrivateNetworkUuid = args.Network.Id,
            Tags = args.Tags,
        }, child)).ToArray();

        // Trusted sources belong to a server: those of the primary do not close its replicas.
        for (var number = 1; number <= replicas.Length; number++)
        {
            new DatabaseFirewall($"{name}-replica-{number}-firewall", new DatabaseFirewallArgs
            {
                ClusterId = replicas[number - 1].Uuid,
                Rules = new DatabaseFirewallRuleArgs { Type = args.TrustedSource.Type, Value = args.TrustedSource.Id },
            }, child);
        }

        Cluster = cluster;
        Pool = new(pool.PrivateHost, pool.Port.Apply(port => $"{port}"), pool.Name, user.Name, Output.CreateSecret(user.Password));
        Direct = new(cluster.PrivateHost, cluster.Port.Apply(port => $"{port}"), database.Name, user.Name, Output.CreateSecret(user.Password));
        Administrator = Direct with { User = cluster.User, Password = Output.CreateSecret(cluster.Password) };
        Need = args.Need;
        Reading = replicas.Length == 0 ? Pool : Direct with { Host = replicas[0].PrivateHost, Port = replicas[0].Port.Apply(port => $"{port}") };
        Certificate = LookUp.Of(cluster.Id, id => GetDatabaseCa.InvokeAsync(new GetDatabaseCaArgs { ClusterId = id }, new InvokeOptions { Parent = this }),
                $"the certificate of the database {args.Prefix}-pg cannot be looked up: deploy again when the provider answers")
            .Apply(answer => answer?.Certificate ?? "");
        RegisterOutputs(new Dictionary<string, object?> { ["host"] = Direct.Host, ["pool"] = Pool.Database, ["firewall"] = firewall.Id });
    }

    /// <summary>The server.</summary>
    public DatabaseCluster Cluster { get; }

    /// <summary>How services connect: through PgBouncer, a server connection per transaction.</summary>
    public DatabaseConnection Pool { get; }

    /// <summary>How migrations connect: without PgBouncer, for they hold locks and settings over several transactions.</summary>
    public DatabaseConnection Direct { get; }

    /// <summary>How the server's administrator connects: for granting rights, and for nothing else.</summary>
    public DatabaseConnection Administrator { get; }

    /// <summary>What the system needs of it.</summary>
    public Postgres Need { get; }

    /// <summary>Where reading queries go: the first read replica, whose logins are the primary's, or the pool where there is none.</summary>
    public DatabaseConnection Reading { get; }

    /// <summary>The authority that signed the server's certificate, PEM.</summary>
    public Output<string> Certificate { get; }
}

/// <summary>Where a database is and who logs in.</summary>
/// <param name="Host">Host on the private network.</param>
/// <param name="Port">Port.</param>
/// <param name="Database">Name of the database or of the pool.</param>
/// <param name="User">Login.</param>
/// <param name="Password">Password of the login, a secret.</param>
public sealed record DatabaseConnection(Output<string> Host, Output<string> Port, Output<string> Database, Output<string> User, Output<string> Password)
{
    /// <summary>The connection as one address, a secret. TLS is required.</summary>
    public Output<string> Url => Output.Tuple(User, Password, Host, Port, Database)
        .Apply(part => $"postgresql://{Uri.EscapeDataString(part.Item1 ?? "")}:{Uri.EscapeDataString(part.Item2 ?? "")}@{part.Item3}:{part.Item4}/{part.Item5}?sslmode=require");
}
