namespace Infra.Systems;

/// <summary>What the platform knows only when it deploys, and tells the services through their environment.</summary>
public enum Fact
{
    /// <summary>Name of the environment: the stack's name.</summary>
    EnvironmentName,

    /// <summary>Version of the image that runs.</summary>
    ImageTag,

    /// <summary>Host name under which users reach the system.</summary>
    HostName,

    /// <summary>Address of the system with scheme, without a slash at the end.</summary>
    PublicUrl,

    /// <summary>Origins that may call the API from a browser: the system's own and those of the settings.</summary>
    CorsOrigins,

    /// <summary>Host of the database, on the private network.</summary>
    DatabaseHost,

    /// <summary>Port of the database.</summary>
    DatabasePort,

    /// <summary>Name of the database (of the connection pool where there is one).</summary>
    DatabaseName,

    /// <summary>Login of the services.</summary>
    DatabaseUser,

    /// <summary>Password of the login. Secret.</summary>
    DatabasePassword,

    /// <summary>Whole connection address with password. Secret.</summary>
    DatabaseUrl,

    /// <summary>Whole connection address of a read replica, or of the database itself where there is none. Secret.</summary>
    DatabaseReadUrl,

    /// <summary>Authority that signed the database's certificate, PEM.</summary>
    DatabaseCertificate,

    /// <summary>Whole address of the Redis-compatible store with password. Secret.</summary>
    CacheUrl,

    /// <summary>Host of the Redis-compatible store.</summary>
    CacheHost,

    /// <summary>Port of the store.</summary>
    CachePort,

    /// <summary>Password of the store. Secret.</summary>
    CachePassword,

    /// <summary>Name of the bucket.</summary>
    BucketName,

    /// <summary>Region of the bucket.</summary>
    BucketRegion,

    /// <summary>Access key that may use the bucket. Secret.</summary>
    BucketAccessKeyId,

    /// <summary>Secret part of the access key. Secret.</summary>
    BucketSecretAccessKey,

    /// <summary>Address of the content delivery network with scheme, without a slash at the end; the system's own where there is none.</summary>
    StaticUrl,

    /// <summary>Days for which backups are kept.</summary>
    BackupRetentionDays,

    /// <summary>When backups are made, as a line of cron's, UTC.</summary>
    BackupSchedule,

    /// <summary>Address of the registry that holds the images, without a scheme.</summary>
    RegistryAddress,
}

/// <summary>What facts are about.</summary>
public static class Facts
{
    /// <summary>Whether a fact is about the database: whoever knows it connects there.</summary>
    public static bool IsOfDatabase(this Fact fact) => fact is Fact.DatabaseHost or Fact.DatabasePort or Fact.DatabaseName or Fact.DatabaseUser or Fact.DatabasePassword
        or Fact.DatabaseUrl or Fact.DatabaseReadUrl or Fact.DatabaseCertificate;

    /// <summary>Whether a fact is about the Redis-compatible store: whoever knows it connects there.</summary>
    public static bool IsOfCache(this Fact fact) => fact is Fact.CacheUrl or Fact.CacheHost or Fact.CachePort or Fact.CachePassword;
}

/// <summary>Where the value of an environment variable comes from.</summary>
public abstract record EnvironmentValue
{
    private EnvironmentValue()
    {
    }

    /// <summary>Whether the value must not be seen: it then reaches the service as a file or by reference, never in plain text.</summary>
    public abstract bool IsSecret { get; }

    /// <summary>The same value everywhere.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Literal(string Value) : EnvironmentValue
    {
        /// <inheritdoc/>
        public override bool IsSecret => false;
    }

    /// <summary>One value in development, another in production.</summary>
    /// <param name="Values">The two values.</param>
    public sealed record ByTier(PerTier<string> Values) : EnvironmentValue
    {
        /// <inheritdoc/>
        public override bool IsSecret => false;
    }

    /// <summary>Something the platform knows when it deploys.</summary>
    /// <param name="Fact">What it is.</param>
    public sealed record Known(Fact Fact) : EnvironmentValue
    {
        /// <inheritdoc/>
        public override bool IsSecret => Fact is Fact.DatabasePassword or Fact.DatabaseUrl or Fact.DatabaseReadUrl
            or Fact.CacheUrl or Fact.CachePassword or Fact.BucketAccessKeyId or Fact.BucketSecretAccessKey;
    }

    /// <summary>A random secret that the platform makes and nobody types (PL-05).</summary>
    /// <param name="Length">Letters and digits; at least 32, at least 64 for signing keys.</param>
    public sealed record Generated(int Length) : EnvironmentValue
    {
        /// <inheritdoc/>
        public override bool IsSecret => true;
    }

    /// <summary>Programs and people that may ask the system for tokens: each gets a generated secret, and the system its hash.</summary>
    /// <param name="Items">The clients.</param>
    public sealed record Clients(ImmutableArray<ApiClient> Items) : EnvironmentValue
    {
        /// <inheritdoc/>
        public override bool IsSecret => true;
    }

    /// <summary>A secret that only the operator has, given by <c>pulumi config set --secret</c>; it never has a default. Without it the
    /// variable is left out, and with it what the variable switches on.</summary>
    /// <param name="Setting">Name of the setting, without the namespace.</param>
    public sealed record Supplied(string Setting) : EnvironmentValue
    {
        /// <summary>Whether production is incomplete without it: a policy then names what is missing.</summary>
        public bool Expected { get; init; }

        /// <inheritdoc/>
        public override bool IsSecret => true;
    }
}

/// <summary>A program or a person that may ask a system for tokens.</summary>
/// <param name="Id">Letters, digits and dashes.</param>
/// <param name="Role">What it may do, as the system names it.</param>
public sealed record ApiClient(string Id, string Role)
{
    /// <summary>Name of the client's generated secret.</summary>
    public string SecretName => $"client-{Id}";
}

/// <summary>One environment variable of a system, catalogued once (PL-19).</summary>
public sealed record EnvironmentVariable
{
    /// <summary>Upper-case letters, digits and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>Heading under which the reference lists it.</summary>
    public required string Category { get; init; }

    /// <summary>What it does, its unit and its allowed values.</summary>
    public required string Description { get; init; }

    /// <summary>Where its value comes from.</summary>
    public required EnvironmentValue Value { get; init; }

    /// <summary>How the value is written.</summary>
    public VariableForm Form { get; init; } = VariableForm.Plain;

    /// <summary>Services that read it; none means all.</summary>
    public ImmutableArray<string> ReadBy { get; init; } = [];

    /// <summary>Key of the value in a Kubernetes Secret, and name of the file that holds it: <c>JWT_SECRET_KEY</c> becomes <c>jwt-secret-key</c>.</summary>
    public string SecretKey => Name.ToLowerInvariant().Replace('_', '-');

    /// <summary>An entry of the catalogue.</summary>
    public static EnvironmentVariable Variable(string name, string category, string description, EnvironmentValue value) =>
        new() { Name = name, Category = category, Description = description, Value = value };

    /// <summary>Entries of one category, read by the same services.</summary>
    /// <param name="category">Heading.</param>
    /// <param name="readBy">Services, separated by commas; empty for all.</param>
    /// <param name="entries">Name, description and value of each.</param>
    public static IEnumerable<EnvironmentVariable> Group(string category, string readBy, params (string Name, string Description, EnvironmentValue Value)[] entries) =>
        entries.Select(entry => Variable(entry.Name, category, entry.Description, entry.Value) with { ReadBy = [.. readBy.Split(',', StringSplitOptions.RemoveEmptyEntries)] });

    /// <summary>The variable with its value in another form than plain.</summary>
    public EnvironmentVariable As(VariableForm form) => this with { Form = form };

    /// <summary>Whether its value is the version that runs: known to a release, not to a configuration.</summary>
    public bool IsVersion => Value is EnvironmentValue.Known(Fact.ImageTag);

    /// <summary>Whether a service reads the variable.</summary>
    public bool IsReadBy(string service) => ReadBy.IsEmpty || ReadBy.Contains(service);
}
