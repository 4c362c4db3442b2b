using System.Net;
using DocumentSearch.Http;
using DocumentSearch.Storage;

namespace DocumentSearch.Configuration;

/// <summary>General settings of a process.</summary>
public sealed record ProcessSettings(string Environment, LogLevel LogLevel, IPAddress BindAddress, int Port, int Workers, TimeSpan Shutdown);

/// <summary>Where PostgreSQL is and how many connections one process opens.</summary>
public sealed record DatabaseSettings(string Host, int Port, string Database, string User, string Password, string SslMode, string RootCertificate, int MaxConnections);

/// <summary>Where uploaded files are kept until they are processed.</summary>
public sealed record StorageSettings(string Bucket, Uri? Endpoint, string Prefix, string Region, string AccessKeyId, string SecretAccessKey);

/// <summary>Which model turns text into vectors. An empty key means the local model.</summary>
public sealed record EmbeddingSettings(string OpenAiApiKey, Uri? OpenAiBaseUrl, string Model, int Dimensions);

/// <summary>Tokens, clients and what browsers and proxies may do.</summary>
public sealed record SecuritySettings(
    string JwtSecretKey,
    string JwtAlgorithm,
    TimeSpan JwtLifetime,
    IReadOnlyList<ApiClient> Clients,
    IReadOnlyList<string> CorsOrigins,
    IReadOnlyList<string> AllowedHosts,
    IReadOnlyList<IPNetwork> TrustedProxies);

/// <summary>Bounds on what one client may send, and on what reading it may take.</summary>
public sealed record LimitSettings(
    int MaxUploadBytes,
    int MaxExpandedBytes,
    TimeSpan ExtractionTime,
    long ExtractionBytes,
    int RequestsPerSecond,
    int RequestBurst,
    int LoginsPerMinute);

/// <summary>How searches run, how many and how long at most, and how long answers are kept.</summary>
public sealed record SearchSettings(TimeSpan CacheLifetime, int EfSearch, TimeSpan Timeout, int Concurrency, int ConcurrencyOfClient);

/// <summary>Leases, retries and sweeps of the queue.</summary>
public sealed record QueueSettings(TimeSpan Lease, int MaxAttempts, TimeSpan FirstRetry, TimeSpan Sweep, TimeSpan MaxAge);

/// <summary>The whole configuration, validated.</summary>
public sealed record ServiceSettings(
    ProcessSettings Process,
    DatabaseSettings Database,
    RedisAddress Redis,
    StorageSettings Storage,
    EmbeddingSettings Embeddings,
    SecuritySettings Security,
    LimitSettings Limits,
    SearchSettings Search,
    QueueSettings Queue)
{
    private const int LeastSecretLength = 64;

    // Below it the runtime does not start; above it nothing that people write becomes readable.
    private const int LeastExtractionBytes = 64 * 1024 * 1024;
    private const int MostExtractionBytes = 512 * 1024 * 1024;

    /// <summary>Reads the settings of a command.</summary>
    /// <exception cref="ConfigurationException">One or more settings are missing or wrong; carries all of them.</exception>
    public static ServiceSettings Load(EnvironmentReader reader, ServiceRole role)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var settings = new ServiceSettings(
            ReadProcess(reader),
            ReadDatabase(reader),
            ReadRedis(reader, role),
            ReadStorage(reader),
            ReadEmbeddings(reader),
            ReadSecurity(reader),
            new LimitSettings(
                reader.Number(SettingCatalogue.MaxUploadBytes, 1024, 1 << 30),
                reader.Number(SettingCatalogue.MaxExpandedBytes, 1024, 1 << 30),
                Seconds(reader, SettingCatalogue.ExtractionSeconds, 1, 600),
                reader.OptionalNumber(SettingCatalogue.ExtractionMemoryBytes, LeastExtractionBytes, 1 << 30)
                    ?? ShareOfMemory(reader.Number(SettingCatalogue.Workers, 1, 64)),
                reader.Number(SettingCatalogue.RateLimitPerSecond, 1, 1_000_000),
                reader.Number(SettingCatalogue.RateLimitBurst, 1, 1_000_000),
                reader.Number(SettingCatalogue.LoginAttemptsPerMinute, 1, 1_000_000)),
            new SearchSettings(
                Seconds(reader, SettingCatalogue.SearchCacheSeconds, 0, 86_400),
                reader.Number(SettingCatalogue.HnswEfSearch, 10, 1_000),
                Seconds(reader, SettingCatalogue.SearchTimeoutSeconds, 1, 300),
                reader.Number(SettingCatalogue.SearchConcurrency, 1, 1_000),
                reader.Number(SettingCatalogue.SearchConcurrencyOfClient, 1, 1_000)),
            new QueueSettings(
                Seconds(reader, SettingCatalogue.JobLeaseSeconds, 1, 3_600),
                reader.Number(SettingCatalogue.JobMaxAttempts, 1, 100),
                Seconds(reader, SettingCatalogue.JobRetrySeconds, 1, 3_600),
                Seconds(reader, SettingCatalogue.SweepSeconds, 1, 3_600),
                Seconds(reader, SettingCatalogue.QueueMaxAgeSeconds, 1, 86_400)));

        return reader.Mistakes.Count == 0 ? settings : throw new ConfigurationException(reader.Mistakes);
    }

    // Half of the container's memory for all documents that are read at the same time; the process itself needs the other half.
    private static long ShareOfMemory(int workers)
        => Math.Clamp((long)(MemoryLimit.Bytes / (2 * Math.Max(1, workers))), LeastExtractionBytes, MostExtractionBytes);

    private static ProcessSettings ReadProcess(EnvironmentReader reader)
    {
        var environment = reader.Choice(SettingCatalogue.EnvironmentName, "local", "dev", "staging", "prod");
        var level = reader.Choice(SettingCatalogue.LogLevel, "INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL") switch
        {
            "DEBUG" => LogLevel.Debug,
            "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "CRITICAL" => LogLevel.Critical,
            _ => LogLevel.Information,
        };
        if (!IPAddress.TryParse(reader.Text(SettingCatalogue.BindAddress), out var address))
        {
            reader.Mistake("BIND_ADDRESS must be an IP address, for example 0.0.0.0 or 127.0.0.1.");
            address = IPAddress.Loopback;
        }

        return new ProcessSettings(
            environment,
            level,
            address,
            reader.Number(SettingCatalogue.Port, 1, 65_535),
            reader.Number(SettingCatalogue.Workers, 1, 64),
            Seconds(reader, SettingCatalogue.ShutdownSeconds, 1, 300));
    }

    private static DatabaseSettings ReadDatabase(EnvironmentReader reader)
    {
        var mode = reader.Choice(SettingCatalogue.PostgresSslMode, "require", "disable", "prefer", "verify-ca", "verify-full");
        var certificate = reader.Text(SettingCatalogue.PostgresRootCertificate);
        if (certificate.Length > 0 && !File.Exists(certificate))
            reader.Mistake("POSTGRES_SSL_ROOT_CERT names a file that does not exist; mount the certificate or unset it.");
        return new DatabaseSettings(
            reader.Text(SettingCatalogue.PostgresHost),
            reader.Number(SettingCatalogue.PostgresPort, 1, 65_535),
            reader.Text(SettingCatalogue.PostgresDatabase),
            reader.Text(SettingCatalogue.PostgresUser),
            reader.Text(SettingCatalogue.PostgresPassword),
            mode,
            certificate,
            reader.Number(SettingCatalogue.MaxConnections, 2, 1_000));
    }

    private static RedisAddress ReadRedis(EnvironmentReader reader, ServiceRole role)
    {
        var text = reader.Text(SettingCatalogue.RedisDsn);
        if (RedisAddress.TryParse(text, out var address))
            return address;
        if (text.Length > 0 && (SettingCatalogue.RedisDsn.Roles & role) != 0)
            reader.Mistake($"REDIS_DSN must look like {SettingCatalogue.RedisDsn.Allowed}.");
        return RedisAddress.None;
    }

    private static StorageSettings ReadStorage(EnvironmentReader reader)
    {
        var prefix = reader.Text(SettingCatalogue.S3Prefix);
        if (!prefix.EndsWith('/') || prefix.StartsWith('/'))
            reader.Mistake("S3_PREFIX must end with / and must not start with it, for example uploads/.");
        var key = reader.Text(SettingCatalogue.AwsAccessKeyId);
        var secret = reader.Text(SettingCatalogue.AwsSecretAccessKey);
        if ((key.Length == 0) != (secret.Length == 0))
            reader.Mistake("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; set both or neither.");
        return new StorageSettings(
            reader.Text(SettingCatalogue.S3Bucket),
            reader.Address(SettingCatalogue.S3Endpoint),
            prefix,
            reader.Text(SettingCatalogue.AwsRegion),
            key,
            secret);
    }

    private static EmbeddingSettings ReadEmbeddings(EnvironmentReader reader)
    {
        var key = reader.Text(SettingCatalogue.OpenAiApiKey);
        var dimensions = reader.OptionalNumber(SettingCatalogue.EmbeddingDimensions, 8, 2_000);
        return new EmbeddingSettings(
            key,
            reader.Address(SettingCatalogue.OpenAiBaseUrl),
            reader.Text(SettingCatalogue.EmbeddingModel),
            dimensions ?? (key.Length > 0 ? 1_536 : 256));
    }

    private static SecuritySettings ReadSecurity(EnvironmentReader reader)
    {
        var key = reader.Text(SettingCatalogue.JwtSecretKey);
        if (key.Length is > 0 and < LeastSecretLength)
            reader.Mistake($"JWT_SECRET_KEY has {key.Length} characters; it needs {LeastSecretLength} or more, for example from: openssl rand -base64 64.");

        var clients = new List<ApiClient>();
        foreach (var entry in reader.Text(SettingCatalogue.ApiClients).Split(['\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!ApiClient.TryParse(entry, out var client))
                reader.Mistake($"API_CLIENTS: entry {clients.Count + 1} is not id:role:hash with role reader, writer or operator; make the hash with: document-search hash-secret.");
            else if (clients.Any(other => other.Id == client.Id))
                reader.Mistake($"API_CLIENTS names the client {client.Id} twice; keep one entry.");
            else
                clients.Add(client);
        }

        var origins = reader.List(SettingCatalogue.CorsOrigins);
        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var address) || address.GetLeftPart(UriPartial.Authority) != origin || address.Scheme is not ("http" or "https"))
                reader.Mistake("CORS_ORIGINS must hold origins such as https://app.example.com, without path and without star.");
        }

        var proxies = new List<IPNetwork>();
        foreach (var entry in reader.List(SettingCatalogue.TrustedProxies))
        {
            if (IPNetwork.TryParse(entry, out var network))
                proxies.Add(network);
            else if (IPAddress.TryParse(entry, out var address))
                proxies.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                reader.Mistake("TRUSTED_PROXIES must hold addresses or ranges such as 10.0.0.0/8.");
        }

        return new SecuritySettings(
            key,
            reader.Choice(SettingCatalogue.JwtAlgorithm, "HS256", "HS384", "HS512"),
            TimeSpan.FromMinutes(reader.Number(SettingCatalogue.JwtExpirationMinutes, 1, 1_440)),
            clients,
            origins,
            reader.List(SettingCatalogue.AllowedHosts),
            proxies);
    }

    private static TimeSpan Seconds(EnvironmentReader reader, SettingDefinition setting, int least, int most)
        => TimeSpan.FromSeconds(reader.Number(setting, least, most));
}
