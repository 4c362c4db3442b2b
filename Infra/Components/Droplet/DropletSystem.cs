using Infra.Components.Cloud;
using Infra.Files;
using Infra.Files.Host;
using Infra.Files.Observability.Alertmanager;
using Infra.Settings;
using Infra.Systems;
using Pulumi;
using Pulumi.Command.Remote;
using Pulumi.Command.Remote.Inputs;

namespace Infra.Components.Droplet;

/// <summary>One system on a server: its files, each copied to where the hash of its content says, the values that only the deployment knows, and
/// the command that puts a configuration together and releases a version with it. The version is known to that command alone, so that a new one
/// changes nothing else. Nothing here replaces the server or the database.</summary>
public sealed class DropletSystem : ComponentResource, IDeployedSystem
{
    // The kind of key that the provider's SSH library asks for first.
    private const string HostKey = "cat /etc/ssh/ssh_host_ecdsa_key.pub";

    private readonly DropletServer server;
    private readonly SystemParts args;
    private readonly ConnectionArgs connection;

    /// <summary>Deploys the system.</summary>
    public DropletSystem(string name, DropletServer server, SystemParts args, ComponentResourceOptions? options = null)
        : base("infra:droplet:System", name, options)
    {
        (this.server, this.args) = (server, args);
        var settings = args.Settings;
        var system = settings.System;
        connection = Connection(settings, server.Address);

        // A new server answers before its first start is over, and the directory for releases is one of the last things it makes.
        // The first connection cannot know the server: it carries nothing but this question, and the answer is the key by which every other knows it.
        var store = new DeploymentStore(system.Name);
        var ready = new Command($"{name}-ready", new CommandArgs
        {
            Connection = Connection(settings, server.Address),
            Create = $"cloud-init status --wait > /dev/null; mkdir -p {store.Files} {store.Values}/{HostFiles.SecretsDirectory} && {HostKey}",
            Triggers = EveryServer(),
            Logging = Logging.None,
        }, new CustomResourceOptions { Parent = this, CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(15) } });

        connection.HostKey = ready.Stdout;
        var files = HostFiles.Render(settings);
        var copies = files.Select(Resource (file) => Copy(file, store.PathOf(file), ready)).ToList();
        (string Name, string Path, Output<string> Text)[] written =
        [
            ("environment", HostFiles.EnvironmentFile, Plain(args.Environment.OfEveryService())),
            ("environment-direct", HostFiles.DirectEnvironmentFile, Plain(args.Environment.OfMigration())),
            ("deployment", HostFiles.DeploymentFile, DeploymentFile()),
            .. Secrets().DistinctBy(secret => secret.Key).Select(secret => ($"secret-{secret.Key}", $"{HostFiles.SecretsDirectory}/{secret.Key}", secret.Value)),
        ];
        copies.AddRange(written.Select(file => Write(file.Name, $"{store.Values}/{file.Path}", file.Text, ready)));

        // The fingerprint makes a changed value a changed command: values are written again, but release nothing by themselves.
        var assemble = store.PathOf(files.Single(file => file.Path == HostFiles.AssembleCommand));
        var values = ServiceEnvironment.Fingerprint(written.Select(file => (file.Path, file.Text)));
        var command = Output.Format($"bash {assemble} && /opt/{system.Name}/bin/release {settings.ImageTag} # values {values}");
        var release = new Command($"{name}-release", new CommandArgs
        {
            Connection = connection,
            Create = command,
            Update = command,
            Stdin = DeploymentStore.Manifest(files, written.Select(file => file.Path)),
            Triggers = EveryServer(),
            Logging = Logging.StdoutAndStderr,
        }, new CustomResourceOptions
        {
            Parent = this,
            DependsOn = [.. copies],
            CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(15), Update = TimeSpan.FromMinutes(15) },
        });

        Url = Output.Create($"https://{settings.PublicHost}");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url, ["release"] = release.Id });
    }

    /// <inheritdoc/>
    public Output<string> Url { get; }

    /// <inheritdoc/>
    public Output<string> Address => server.Address;

    private static ConnectionArgs Connection(StackSettings settings, Output<string> address)
    {
        var connection = new ConnectionArgs { Host = address, User = HostFiles.DeployUser, DialErrorLimit = 30 };
        if (settings.Secrets.TryGetValue(SettingsCatalogue.SshPrivateKey.Name, out var key))
        {
            connection.PrivateKey = key;
        }

        return connection;
    }

    /// <summary>The address stays when the server is replaced, and the new server is empty: everything is done again.</summary>
    private InputList<object> EveryServer() => server.Id.Apply(id => ImmutableArray.Create<object>(id ?? ""));

    private CopyToRemote Copy(HostFile file, string path, Command ready) => new($"{file.Path.Replace('/', '-')}", new CopyToRemoteArgs
    {
        Connection = connection,
        Source = new StringAsset(file.Content),
        RemotePath = path,
        Triggers = EveryServer(),
    }, new CustomResourceOptions { Parent = this, DependsOn = ready });

    /// <summary>Writes what is known only once other resources exist. It is no copied file, for the provider refuses, in a preview, a file that is not known yet.</summary>
    private Command Write(string name, string path, Output<string> content, Command ready)
    {
        var command = $"umask 077 && cat > {path}.new && mv -f {path}.new {path}";
        return new(name, new CommandArgs
        {
            Connection = connection,
            Create = command,
            Update = command,
            Stdin = content.Apply(text => text ?? ""),
            Triggers = EveryServer(),
            Logging = Logging.None,
        }, new CustomResourceOptions { Parent = this, DependsOn = ready });
    }

    /// <summary>One variable a line. A value of several lines, such as a certificate, is written with the two signs that most programs read as a new line.</summary>
    private static Output<string> Plain(IEnumerable<ResolvedVariable> variables) => Lines(variables
        .Where(variable => !variable.Variable.Value.IsSecret && !variable.Variable.IsVersion)
        .Select(variable => variable.Value.Apply(value => $"{variable.Variable.Name}={value?.ReplaceLineEndings("\\n")}")));

    private static Output<string> Lines(IEnumerable<Output<string>> lines) => Output.All(lines).Apply(all => string.Join('\n', all) + "\n");

    /// <summary>What the host commands need to know besides what is rendered.</summary>
    private Output<string> DeploymentFile() => Lines(
    [
        args.Registry.Endpoint.Apply(endpoint => $"REGISTRY={endpoint}"),
        .. args.Databases.SelectMany(database => new[]
        {
            database.Direct.Host.Apply(host => $"DATABASE_HOST={host}"),
            database.Direct.Port.Apply(port => $"DATABASE_PORT={port}"),
            database.Direct.Database.Apply(name => $"DATABASE_NAME={name}"),
            database.Direct.User.Apply(user => $"DATABASE_USER={user}"),
            database.Administrator.User.Apply(user => $"DATABASE_ADMINISTRATOR={user}"),
        }),
        .. args.Backups.SelectMany(bucket => new[] { bucket.Name.Apply(name => $"BACKUP_BUCKET={name}"), Output.Create($"BACKUP_REGION={bucket.Region}") }),
    ]);

    private IEnumerable<(string Key, Output<string> Value)> Secrets()
    {
        foreach (var (variable, value) in args.Environment.OfEveryService().Where(variable => variable.Variable.Value.IsSecret))
        {
            yield return (variable.SecretKey, value);
        }

        // Only whole addresses differ: the password is the same through the pool and without it.
        foreach (var (variable, value) in args.Environment.OfMigration().Where(variable => variable.Variable.Value is EnvironmentValue.Known(Fact.DatabaseUrl)))
        {
            yield return ($"direct-{variable.SecretKey}", value);
        }

        foreach (var database in args.Databases)
        {
            yield return ("database-password", database.Direct.Password);
            yield return ("database-administrator-password", database.Administrator.Password);
            yield return (Files.Compose.MonitoringServices.DatabaseAddress, Output.Format(
                $"postgresql://{database.Direct.User}:{database.Direct.Password}@{database.Direct.Host}:{database.Direct.Port}/{database.Direct.Database}?sslmode=require"));
        }

        foreach (var store in args.Stores)
        {
            yield return (Files.Compose.MonitoringServices.StoreAddress, store.Url);
        }

        foreach (var bucket in args.Backups)
        {
            yield return ("backup-access-key-id", bucket.AccessKeyId);
            yield return ("backup-secret-access-key", bucket.SecretAccessKey);
        }

        yield return (GeneratedSecrets.GrafanaPassword, args.Secrets.Value(GeneratedSecrets.GrafanaPassword));
        if (args.Settings.OwnStores.Any())
        {
            yield return (GeneratedSecrets.CachePassword, args.Secrets.Value(GeneratedSecrets.CachePassword));
        }

        foreach (var secret in AlertmanagerSecrets.Of(args.Settings))
        {
            yield return (secret.File, args.Settings.Secrets[secret.Setting]);
        }

        yield return ("registry.json", args.Registry.PullCredentials);
    }
}
