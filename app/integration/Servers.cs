using System.Diagnostics;
using Npgsql;

namespace DocumentSearch.IntegrationTests;

/// <summary>The real servers that <c>scripts/servers</c> has started. Tests run one after another: some of them kill Redis.</summary>
public sealed class Servers : IDisposable
{
    private const string HowToRun = "Run the tests with app/scripts/test-integration, which starts the servers and publishes the program.";

    private static readonly TimeSpan ScriptPatience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Variable("DOCUMENT_SEARCH_SERVERS");
    private readonly string _script = Variable("DOCUMENT_SEARCH_SERVERS_SCRIPT");
    private readonly Dictionary<string, string> _environment;
    private readonly string _template = $"template_{Guid.NewGuid():N}"[..24];
    private int _scenarios;
    private bool _templateIsReady;

    public Servers()
    {
        _environment = File.ReadLines(Path.Combine(_directory, "servers.env"))
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    /// <summary>The published program.</summary>
    public static string Program => Variable("DOCUMENT_SEARCH_PROGRAM");

    /// <summary>A database, a Redis database and a prefix in the bucket that nobody else uses.</summary>
    public async Task<Scenario> NewScenarioAsync(bool migrate = true, params (string Name, string Value)[] settings)
    {
        // With a model of its own it has a schema of its own. For the others the command runs once: most of a test was its start.
        var copied = migrate && !settings.Any(setting => setting.Name is "EMBEDDING_DIMENSIONS" or "OPENAI_API_KEY");
        if (copied && !_templateIsReady)
        {
            await CreateDatabaseAsync(_template, from: "template1");
            await using var template = Make(_template, 0, []);
            await MigrateAsync(template);
            _templateIsReady = true;
        }

        var number = Interlocked.Increment(ref _scenarios);
        var name = $"scenario_{number}_{Guid.NewGuid():N}"[..24];
        await CreateDatabaseAsync(name, copied ? _template : "template1");
        var scenario = Make(name, number, settings);
        if (migrate && !copied)
            await MigrateAsync(scenario);
        return scenario;
    }

    /// <summary>Ends a server as a crash would.</summary>
    /// <param name="server">postgresql, valkey or s3.</param>
    public void Kill(string server) => Script("kill", server);

    /// <summary>Starts a killed server again on the same data.</summary>
    public void Restart(string server) => Script("restart", server);

    /// <summary>Lets a server answer nothing, with all connections open.</summary>
    public void Freeze(string server) => Script("freeze", server);

    /// <summary>Lets a frozen server go on.</summary>
    public void Thaw(string server) => Script("thaw", server);

    /// <summary>Starts PgBouncer before PostgreSQL and returns its port.</summary>
    public int StartPool(string mode, int prepared)
    {
        Script("start-pool", mode, $"{prepared}");
        return int.Parse(File.ReadAllText(Path.Combine(_directory, "pgbouncer.port")));
    }

    /// <summary>Stops PgBouncer.</summary>
    public void StopPool() => Script("stop-pool");

    public static string ConnectionString(IReadOnlyDictionary<string, string> environment) => new NpgsqlConnectionStringBuilder
    {
        Host = environment["POSTGRES_HOST"],
        Port = int.Parse(environment["POSTGRES_PORT"]),
        Database = environment["POSTGRES_DB"],
        Username = environment["POSTGRES_USER"],
        Password = environment["POSTGRES_PASSWORD"],
        Pooling = false,
    }.ConnectionString;

    public void Dispose()
    {
        // Whoever started the servers stops them.
    }

    private static string Variable(string name)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is not set. {HowToRun}");

    private Scenario Make(string name, int number, (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(_environment)
        {
            ["POSTGRES_DB"] = name,
            ["REDIS_DSN"] = _environment["REDIS_DSN"][..^1] + number,
            ["S3_PREFIX"] = name + "/",
            ["BIND_ADDRESS"] = "127.0.0.1",
            ["JWT_SECRET_KEY"] = new string('k', 64),
            ["API_CLIENTS"] = $"{Scenario.Reader}:reader:{Http.SecretHash.Create(Scenario.Secret, 1_000)},{Scenario.Writer}:writer:{Http.SecretHash.Create(Scenario.Secret, 1_000)},{Scenario.Operator}:operator:{Http.SecretHash.Create(Scenario.Secret, 1_000)}",
            ["RATE_LIMIT_PER_SECOND"] = "100000",
            ["RATE_LIMIT_BURST"] = "100000",
            ["LOGIN_ATTEMPTS_PER_MINUTE"] = "1000",
            ["JOB_LEASE_SECONDS"] = "2",
            ["SWEEP_SECONDS"] = "2",
            ["JOB_RETRY_SECONDS"] = "1",
        };
        foreach (var (key, value) in settings)
            environment[key] = value;
        // The S3 server removes a directory with its last file, also from under an upload that begins, and ends of it: this one stays.
        var files = Directory.CreateDirectory(Path.Combine(_directory, "s3", environment["S3_BUCKET"], name));
        File.WriteAllText(Path.Combine(files.FullName, "keep"), "");
        return new Scenario(environment);
    }

    private async Task CreateDatabaseAsync(string name, string from)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(_environment));
        await using var command = source.CreateCommand($"CREATE DATABASE {name} TEMPLATE {from}");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task MigrateAsync(Scenario scenario)
    {
        var run = await scenario.RunAsync("migrate");
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    private void Script(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(_script, [command, _directory, .. arguments]))!;
        if (!process.WaitForExit(ScriptPatience))
        {
            process.Kill(entireProcessTree: false);
            Assert.Fail($"Not within {ScriptPatience.TotalSeconds} s: servers {command} {string.Join(' ', arguments)}.");
        }

        Assert.True(process.ExitCode == 0, $"servers {command} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}

/// <summary>All tests share the servers and run one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ServersCollection : ICollectionFixture<Servers>
{
    public const string Name = "servers";
}
