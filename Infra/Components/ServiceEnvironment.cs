using System.Security.Cryptography;
using System.Text;
using Infra.Components.Cloud;
using Infra.Settings;
using Infra.Systems;
using Pulumi;

namespace Infra.Components;

/// <summary>A variable of the catalogue together with its value in this stack.</summary>
/// <param name="Variable">The catalogue's entry.</param>
/// <param name="Value">The value; a secret where the entry says so.</param>
public sealed record ResolvedVariable(EnvironmentVariable Variable, Output<string> Value);

/// <summary>The environment of every service: the catalogue of the system, with what this stack knows put in.</summary>
public sealed class ServiceEnvironment
{
    /// <summary>Between several values of one fact. No origin contains it.</summary>
    private const char Between = ' ';

    private readonly StackSettings settings;
    private readonly GeneratedSecrets generated;
    private readonly ImmutableDictionary<Fact, Output<string>> facts;

    /// <summary>Collects what the stack knows.</summary>
    /// <param name="settings">The stack.</param>
    /// <param name="generated">Generated secrets.</param>
    /// <param name="databases">The system's databases; none or one.</param>
    /// <param name="buckets">The system's buckets; none or one.</param>
    /// <param name="stores">Redis-compatible stores; none or one.</param>
    /// <param name="staticUrls">Addresses of static files; none or one.</param>
    /// <param name="registry">Address of the registry.</param>
    public ServiceEnvironment(
        StackSettings settings, GeneratedSecrets generated, IEnumerable<PostgresDatabase> databases, IEnumerable<ObjectStorage> buckets,
        IEnumerable<StoreConnection> stores, IEnumerable<Output<string>> staticUrls, Output<string> registry)
    {
        this.settings = settings;
        this.generated = generated;
        var known = ImmutableDictionary.CreateBuilder<Fact, Output<string>>();
        known[Fact.EnvironmentName] = Output.Create(settings.StackName);
        known[Fact.ImageTag] = Output.Create(settings.ImageTag);
        known[Fact.HostName] = Output.Create(settings.PublicHost);
        known[Fact.PublicUrl] = Output.Create($"https://{settings.PublicHost}");
        known[Fact.CorsOrigins] = Output.Create(string.Join(Between, settings.CorsOrigins.Prepend($"https://{settings.PublicHost}")));
        known[Fact.StaticUrl] = staticUrls.FirstOrDefault(known[Fact.PublicUrl]);
        known[Fact.BackupRetentionDays] = Output.Create($"{settings.BackupRetentionDays}");
        known[Fact.BackupSchedule] = Output.Create(settings.System.Backup.Schedule);
        known[Fact.RegistryAddress] = registry;
        foreach (var store in stores)
        {
            known[Fact.CacheHost] = store.Host;
            known[Fact.CachePort] = store.Port;
            known[Fact.CachePassword] = store.Password;
            known[Fact.CacheUrl] = store.Url;
        }

        foreach (var database in databases)
        {
            Connect(known, database.Pool);
            known[Fact.DatabaseReadUrl] = database.Reading.Url;
            known[Fact.DatabaseCertificate] = database.Certificate;
            Direct = Direct.AddRange(Connect(ImmutableDictionary.CreateBuilder<Fact, Output<string>>(), database.Direct));
        }

        foreach (var bucket in buckets)
        {
            known[Fact.BucketName] = bucket.Name;
            known[Fact.BucketRegion] = Output.Create(bucket.Region);
            known[Fact.BucketAccessKeyId] = bucket.AccessKeyId;
            known[Fact.BucketSecretAccessKey] = bucket.SecretAccessKey;
        }

        facts = known.ToImmutable();
    }

    /// <summary>What differs for migrations, which do not go through the connection pool.</summary>
    private ImmutableDictionary<Fact, Output<string>> Direct { get; } = ImmutableDictionary<Fact, Output<string>>.Empty;

    /// <summary>The variables that a service reads.</summary>
    public ImmutableArray<ResolvedVariable> Of(Service service) => [.. Resolve(facts, service.Name)];

    /// <summary>The variables of all services together, as services see them.</summary>
    public ImmutableArray<ResolvedVariable> OfEveryService() => [.. Resolve(facts, "")];

    /// <summary>The variables of a migration: all of them, with a connection that bypasses the pool.</summary>
    public ImmutableArray<ResolvedVariable> OfMigration() => [.. Resolve(facts.SetItems(Direct), "")];

    /// <summary>Sixteen digits that change when a value does. They tell nothing about the values, so they are no secret.</summary>
    public static Output<string> Fingerprint(IEnumerable<ResolvedVariable> variables) =>
        Fingerprint(variables.Select(variable => (variable.Variable.Name, variable.Value)));

    /// <summary>Sixteen digits that change when a named text does. They tell nothing about the texts, so they are no secret.</summary>
    public static Output<string> Fingerprint(IEnumerable<(string Name, Output<string> Text)> texts) =>
        Output.Unsecret(Output.All(texts.Select(text => text.Text.Apply(value => $"{text.Name}={value}")))
            .Apply(lines => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16]));

    private static IEnumerable<KeyValuePair<Fact, Output<string>>> Connect(ImmutableDictionary<Fact, Output<string>>.Builder known, DatabaseConnection connection)
    {
        known[Fact.DatabaseHost] = connection.Host;
        known[Fact.DatabasePort] = connection.Port;
        known[Fact.DatabaseName] = connection.Database;
        known[Fact.DatabaseUser] = connection.User;
        known[Fact.DatabasePassword] = connection.Password;
        known[Fact.DatabaseUrl] = connection.Url;
        return known;
    }

    /// <summary>What the platform knows, in the form that the system says.</summary>
    private Output<string> Written(EnvironmentVariable variable, Fact fact, Output<string> value) => value.Apply(text =>
    {
        try
        {
            return variable.Form.Of(fact == Fact.CorsOrigins ? (text ?? "").Split(Between) : [text ?? ""]);
        }
        catch (InvalidOperationException wrong)
        {
            throw new InvalidOperationException($"system {settings.System.Name}: {variable.Name}: {wrong.Message}", wrong);
        }
    });

    private IEnumerable<ResolvedVariable> Resolve(ImmutableDictionary<Fact, Output<string>> known, string service)
    {
        foreach (var variable in settings.System.Environment.Where(variable => service.Length == 0 || variable.IsReadBy(service)))
        {
            if (variable.Value is EnvironmentValue.Supplied(var setting) && !settings.Secrets.ContainsKey(setting))
            {
                continue; // Nobody supplied it: the service does without.
            }

            yield return new(variable, variable.Value switch
            {
                EnvironmentValue.Literal(var text) => Output.Create(text),
                EnvironmentValue.ByTier(var values) => Output.Create(values.In(settings.Tier)),
                EnvironmentValue.Known(var fact) => known.TryGetValue(fact, out var value)
                    ? Written(variable, fact, value)
                    : throw new InvalidOperationException($"system {settings.System.Name}: {variable.Name} asks for {fact}, but the system's data needs provide no such thing"),
                EnvironmentValue.Generated => generated.Value(variable.SecretKey),
                EnvironmentValue.Clients(var clients) => ClientHashes.Of(clients, client => generated.Value(client.SecretName)),
                EnvironmentValue.Supplied(var name) => settings.Secrets[name],
                _ => throw new InvalidOperationException($"{variable.Name}: {variable.Value} has no value"),
            });
        }
    }
}
