using static DocumentSearch.Configuration.ServiceRole;

namespace DocumentSearch.Configuration;

/// <summary>Every environment variable the service reads, once: the reader, <c>settings</c> and the reference page share it.</summary>
public static class SettingCatalogue
{
    private static readonly List<SettingDefinition> Definitions = [];

    public static readonly SettingDefinition EnvironmentName = Add("ENVIRONMENT", "general", "prod", All, "local, dev, staging, prod", "Name of the environment; appears in logs.");
    public static readonly SettingDefinition LogLevel = Add("LOG_LEVEL", "general", "INFO", All, "DEBUG, INFO, WARNING, ERROR, CRITICAL", "Least severe level that is logged.");
    public static readonly SettingDefinition BindAddress = Add("BIND_ADDRESS", "general", "0.0.0.0", Api | Worker, "IP address", "Address the HTTP port listens on.");
    public static readonly SettingDefinition Port = Add("PORT", "general", "8000", Api | Worker, "1-65535", "HTTP port: the API, or health and metrics of a worker.");
    public static readonly SettingDefinition Workers = Add("WORKERS", "general", "2", Api | Worker, "1-64", "Jobs a worker handles at the same time; uploads the API validates at the same time.");
    public static readonly SettingDefinition ShutdownSeconds = Add("SHUTDOWN_SECONDS", "general", "25", Api | Worker, "1-300", "Time in seconds that requests and jobs get to finish after SIGTERM; then jobs are handed back. Keep it below the platform's kill timeout.");

    public static readonly SettingDefinition PostgresHost = AddRequired("POSTGRES_HOST", "database", All, "host name or address", "PostgreSQL server.");
    public static readonly SettingDefinition PostgresPort = Add("POSTGRES_PORT", "database", "5432", All, "1-65535", "PostgreSQL port.");
    public static readonly SettingDefinition PostgresDatabase = AddRequired("POSTGRES_DB", "database", All, "text", "Database name.");
    public static readonly SettingDefinition PostgresUser = AddRequired("POSTGRES_USER", "database", All, "text", "Database user.");
    public static readonly SettingDefinition PostgresPassword = AddRequired("POSTGRES_PASSWORD", "database", All, "text", "Password of the database user.", secret: true);
    public static readonly SettingDefinition PostgresSslMode = Add("POSTGRES_SSL_MODE", "database", "require", All, "disable, prefer, require, verify-ca, verify-full", "How the connection to PostgreSQL is encrypted and verified.");
    public static readonly SettingDefinition PostgresRootCertificate = Add("POSTGRES_SSL_ROOT_CERT", "database", null, All, "path of a PEM file", "Certificate authority for verify-ca and verify-full.");
    public static readonly SettingDefinition MaxConnections = Add("MAX_CONNECTIONS", "database", "20", Api | Worker, "2-1000", "Largest number of PostgreSQL connections of one process.");

    public static readonly SettingDefinition RedisDsn = AddRequired("REDIS_DSN", "redis", Api | Worker, "redis://[:password@]host[:port][/database], rediss:// for TLS", "Redis or Valkey server for queue and cache.", secret: true);

    public static readonly SettingDefinition S3Bucket = AddRequired("S3_BUCKET", "storage", Api | Worker, "bucket name", "Bucket for uploaded files until they are processed.");
    public static readonly SettingDefinition S3Endpoint = Add("S3_ENDPOINT", "storage", null, Api | Worker, "http(s) address", "S3-compatible server other than AWS; addressed by path, not by host name.");
    public static readonly SettingDefinition S3Prefix = Add("S3_PREFIX", "storage", "uploads/", Api | Worker, "text ending in /", "Prefix of every object key.");
    public static readonly SettingDefinition AwsRegion = Add("AWS_REGION", "storage", "us-east-1", Api | Worker, "region name", "Region of the bucket.");
    public static readonly SettingDefinition AwsAccessKeyId = Add("AWS_ACCESS_KEY_ID", "storage", null, Api | Worker, "text", "Access key; without it the credentials of the host's role are used.", secret: true);
    public static readonly SettingDefinition AwsSecretAccessKey = Add("AWS_SECRET_ACCESS_KEY", "storage", null, Api | Worker, "text", "Secret of the access key.", secret: true);

    public static readonly SettingDefinition OpenAiApiKey = Add("OPENAI_API_KEY", "embeddings", null, All, "text", "Turns on OpenAI embeddings; without it a deterministic local model works offline.", secret: true);
    public static readonly SettingDefinition OpenAiBaseUrl = Add("OPENAI_BASE_URL", "embeddings", null, All, "http(s) address", "Another server that speaks the OpenAI embeddings protocol.");
    public static readonly SettingDefinition EmbeddingModel = Add("EMBEDDING_MODEL", "embeddings", "text-embedding-3-small", All, "model name", "Model asked for when OPENAI_API_KEY is set.");
    public static readonly SettingDefinition EmbeddingDimensions = Add("EMBEDDING_DIMENSIONS", "embeddings", null, All, "8-2000", "Length of a vector; 1536 with OpenAI and 256 with the local model when unset. An HNSW index takes 2000 at the most.");

    public static readonly SettingDefinition JwtSecretKey = AddRequired("JWT_SECRET_KEY", "security", Api, "64 characters or more", "Key that signs tokens.", secret: true);
    public static readonly SettingDefinition JwtAlgorithm = Add("JWT_ALGORITHM", "security", "HS256", Api, "HS256, HS384, HS512", "Signature algorithm of tokens; no other is accepted.");
    public static readonly SettingDefinition JwtExpirationMinutes = Add("JWT_EXPIRATION_MINUTES", "security", "30", Api, "1-1440", "Life of a token in minutes.");
    public static readonly SettingDefinition ApiClients = AddRequired("API_CLIENTS", "security", Api, "id:role:hash, separated by line ends, commas or semicolons", "Who may ask for a token: role is reader, writer or operator, hash is what the hash-secret command prints.", secret: true);
    public static readonly SettingDefinition CorsOrigins = Add("CORS_ORIGINS", "security", null, Api, "origins separated by commas", "Browser origins other than our own that may call the API; a star is refused.");
    public static readonly SettingDefinition AllowedHosts = Add("ALLOWED_HOSTS", "security", "localhost,127.0.0.1", Api, "host names separated by commas, *.example.com, or * for any", "Host headers that are answered; health and metrics answer any.");
    public static readonly SettingDefinition TrustedProxies = Add("TRUSTED_PROXIES", "security", null, Api, "addresses or CIDR ranges separated by commas", "Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.");

    public static readonly SettingDefinition MaxUploadBytes = Add("MAX_UPLOAD_BYTES", "limits", "20971520", Api | Worker, "1024-1073741824", "Largest accepted file in bytes.");
    public static readonly SettingDefinition MaxExpandedBytes = Add("MAX_EXPANDED_BYTES", "limits", "67108864", Api | Worker, "1024-1073741824", "Largest size in bytes that a compressed document may expand to.");
    public static readonly SettingDefinition ExtractionSeconds = Add(
        "EXTRACTION_SECONDS", "limits", "30", Api | Worker, "1-600", "Time in seconds that reading one document may take.");
    public static readonly SettingDefinition ExtractionMemoryBytes = Add(
        "EXTRACTION_MEMORY_BYTES", "limits", null, Api | Worker, "67108864-1073741824",
        "Memory in bytes that reading one document may take; when unset, half of the container's memory divided by WORKERS, "
        + "from 64 MiB to 512 MiB.");
    public static readonly SettingDefinition RateLimitPerSecond = Add("RATE_LIMIT_PER_SECOND", "limits", "20", Api, "1-1000000", "API requests per second and client address, on average.");
    public static readonly SettingDefinition RateLimitBurst = Add("RATE_LIMIT_BURST", "limits", "40", Api, "1-1000000", "API requests a client address may send at once.");
    public static readonly SettingDefinition LoginAttemptsPerMinute = Add("LOGIN_ATTEMPTS_PER_MINUTE", "limits", "10", Api, "1-1000000", "Token requests per minute and client address.");

    public static readonly SettingDefinition SearchCacheSeconds = Add("SEARCH_CACHE_SECONDS", "search", "60", Api, "0-86400", "Life of a cached search answer in seconds; 0 turns the cache off.");
    public static readonly SettingDefinition HnswEfSearch = Add("HNSW_EF_SEARCH", "search", "800", Api, "10-1000",
        "Candidates the HNSW index considers: more is more exact and slower. The local model needs 800 for a recall of 0.95.");
    public static readonly SettingDefinition SearchTimeoutSeconds = Add(
        "SEARCH_TIMEOUT_SECONDS", "search", "2", Api, "1-300",
        "Time in seconds that a search may take in the database, and that it may wait for its turn; "
        + "with 2, one whose database is away is answered within 3.");
    public static readonly SettingDefinition SearchConcurrency = Add("SEARCH_CONCURRENCY", "search", "8", Api, "1-1000", "Searches that one process runs at the same time; keep it below MAX_CONNECTIONS.");
    public static readonly SettingDefinition SearchConcurrencyOfClient = Add("SEARCH_CONCURRENCY_OF_CLIENT", "search", "4", Api, "1-1000", "Searches of one client that one process runs at the same time; sixteen times as many wait, more are refused.");

    public static readonly SettingDefinition JobLeaseSeconds = Add("JOB_LEASE_SECONDS", "queue", "60", Worker, "1-3600", "Time in seconds after which the job of a silent worker is taken over.");
    public static readonly SettingDefinition JobMaxAttempts = Add("JOB_MAX_ATTEMPTS", "queue", "5", Worker, "1-100", "Attempts before a job goes to the dead letters.");
    public static readonly SettingDefinition JobRetrySeconds = Add("JOB_RETRY_SECONDS", "queue", "2", Worker, "1-3600", "Pause in seconds before the first retry; doubles with every further one, at most 15 minutes.");
    public static readonly SettingDefinition SweepSeconds = Add("SWEEP_SECONDS", "queue", "30", Worker, "1-3600", "Interval in seconds at which accepted documents without a job are queued again.");
    public static readonly SettingDefinition QueueMaxAgeSeconds = Add("QUEUE_MAX_AGE_SECONDS", "queue", "900", Api | Worker, "1-86400", "Age in seconds of the oldest waiting job above which the queue counts as unhealthy.");

    /// <summary>All definitions in the order of the reference.</summary>
    public static IReadOnlyList<SettingDefinition> Entries => Definitions;

    private static SettingDefinition Add(string name, string category, string? fallback, ServiceRole roles, string allowed, string description, bool secret = false)
    {
        var definition = new SettingDefinition(name, category, fallback, roles, Required: false, secret, allowed, description);
        Definitions.Add(definition);
        return definition;
    }

    private static SettingDefinition AddRequired(string name, string category, ServiceRole roles, string allowed, string description, bool secret = false)
    {
        var definition = new SettingDefinition(name, category, Default: null, roles, Required: true, secret, allowed, description);
        Definitions.Add(definition);
        return definition;
    }
}
