namespace Infra.Systems;

/// <summary>Something that keeps data for a system. A system lists what it needs; what it does not list it does not get.</summary>
public abstract record DataStore
{
    private protected DataStore()
    {
    }

    /// <summary>Tiers that have it; none means both. Two stores of one kind for different tiers are one store with two sizes.</summary>
    public ImmutableArray<Tier> OnlyIn { get; init; } = [];
}

/// <summary>A PostgreSQL database of the system's own.</summary>
public sealed record Postgres : DataStore
{
    /// <summary>Name of the database: lower-case letters, digits and underscores.</summary>
    public required string Database { get; init; }

    /// <summary>Login that the services use: owner of the database, not an administrator of the server.</summary>
    public required string User { get; init; }

    /// <summary>Extensions that the migration step creates, for example <c>vector</c>.</summary>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <summary>Server connections that PgBouncer keeps open for the system; bounded by the size of the server.</summary>
    public int PoolSize { get; init; } = 15;

    /// <summary>Further servers that follow the primary and answer reading queries.</summary>
    public int ReadReplicas { get; init; }

    /// <summary>Server parameters by their PostgreSQL names, where the system asks for other than the provider's defaults.
    /// A managed server takes those that its provider lets customers set; see <c>PostgresParameters</c>.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>When Redis writes a snapshot: after so many changes within so much time.</summary>
/// <param name="After">Time since the last snapshot.</param>
/// <param name="Changes">Changed keys since the last snapshot.</param>
public sealed record Snapshot(TimeSpan After, int Changes);

/// <summary>What Redis does when its memory is full.</summary>
public enum Eviction
{
    /// <summary>Refuses writes: for queues and sessions, which must not vanish.</summary>
    Never,

    /// <summary>Drops the keys that were not used for the longest time: for pure caches.</summary>
    LeastRecentlyUsed,
}

/// <summary>A Redis-compatible store of the system's own.</summary>
public sealed record Redis : DataStore
{
    /// <summary>Memory limit of the container. The data set may take three quarters of it; the rest is for copy-on-write and buffers.</summary>
    public required Memory Memory { get; init; }

    /// <summary>Whether every write is appended to a file (synced once a second), so that a crash loses at most a second.</summary>
    public bool AppendOnly { get; init; } = true;

    /// <summary>Snapshots beside the append-only file; none means no snapshots.</summary>
    public ImmutableArray<Snapshot> Snapshots { get; init; } = [];

    /// <summary>What happens when the memory is full.</summary>
    public Eviction Eviction { get; init; } = Eviction.Never;

    /// <summary>Size of the volume that holds the files; at least three times the memory, for rewriting. On Kubernetes it counts for new stores:
    /// <c>RedisStore</c> says how to grow the volume of an existing one.</summary>
    public Memory Volume { get; init; } = Memory.GiB(5);
}

/// <summary>An S3 bucket of the system's own: private, encrypted, TLS only.</summary>
public sealed record Bucket : DataStore
{
    /// <summary>What it is for; becomes part of its name.</summary>
    public required string Purpose { get; init; }

    /// <summary>Days after which an object is deleted; 0 for files that stay, whose overwritten versions are then kept for 30 days.</summary>
    public required int ExpireAfterDays { get; init; }
}

/// <summary>Files that everybody may read and a content delivery network keeps near its readers: the built parts of a web page (WP-09).</summary>
public sealed record StaticFiles : DataStore
{
    /// <summary>Label in front of the system's host name under which the network answers.</summary>
    public required string Label { get; init; }

    /// <summary>Time for which the network keeps a file before it asks for it again.</summary>
    public required TimeSpan KeptFor { get; init; }

    /// <summary>Host name under which the network answers.</summary>
    /// <param name="systemHost">The system's host name.</param>
    public string Host(string systemHost) => $"{Label}.{systemHost}";
}

/// <summary>A searchable index of all logs: Elasticsearch with Kibana, fed by Filebeat through Logstash (VI-02).</summary>
public sealed record LogIndex : DataStore
{
    /// <summary>Heap of Elasticsearch; half of its memory, for the other half is the file cache's.</summary>
    public required Memory Heap { get; init; }

    /// <summary>What one instance of Elasticsearch gets.</summary>
    public required Resources Resources { get; init; }

    /// <summary>Disk of one instance.</summary>
    public required Memory Volume { get; init; }

    /// <summary>Days after which logs are deleted.</summary>
    public required int KeptDays { get; init; }
}
