using System.Text.Json;
using Npgsql;

namespace DocumentSearch.IntegrationTests;

[Collection(ServersCollection.Name)]
public sealed class CommandTests(Servers servers)
{
    [Fact(Timeout = Bounds.Test)]
    public async Task A_wrong_configuration_exits_with_78_and_every_mistake()
    {
        await using var scenario = await servers.NewScenarioAsync(migrate: false, ("PORT", "0"), ("JWT_SECRET_KEY", "short"), ("LOG_LEVEL", "LOUD"));

        var result = await scenario.RunAsync("api");

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("3 mistake(s)", result.Errors, StringComparison.Ordinal);
        Assert.All(new[] { "PORT", "JWT_SECRET_KEY", "LOG_LEVEL" }, name => Assert.Contains(name, result.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public void A_small_process_has_the_collector_of_small_processes()
    {
        // The web SDK turns the other one on, with a heap for each processor.
        using var configuration = JsonDocument.Parse(File.ReadAllText(Servers.Program + ".runtimeconfig.json"));
        var properties = configuration.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.False(properties.GetProperty("System.GC.Server").GetBoolean());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Secrets_may_come_from_files()
    {
        await using var scenario = await servers.NewScenarioAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, scenario.Environment["POSTGRES_PASSWORD"] + "\n");
            await using var fromFile = scenario.With(("POSTGRES_PASSWORD", ""), ("POSTGRES_PASSWORD_FILE", file));
            Assert.Equal(0, (await fromFile.RunAsync("migrate", "--verify")).ExitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("--help")]
    [InlineData("api", "--help")]
    [InlineData("worker", "--help")]
    [InlineData("migrate", "--help")]
    [InlineData("healthcheck", "--help")]
    [InlineData("settings")]
    public async Task Every_command_explains_itself(params string[] arguments)
    {
        await using var nothing = new Scenario([]);
        var result = await nothing.RunAsync(arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.NotEmpty(result.Output);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Migrations_are_verified_applied_once_and_by_one_runner_at_a_time()
    {
        await using var scenario = await servers.NewScenarioAsync(migrate: false);
        Assert.Equal(1, (await scenario.RunAsync("migrate", "--verify")).ExitCode);

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scenario.RunAsync("migrate")));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Errors));
        Assert.Single(runs, run => run.Output.Contains("0001_expand_documents.sql applied", StringComparison.Ordinal));
        Assert.Equal(0, (await scenario.RunAsync("migrate", "--verify")).ExitCode);
        Assert.Equal(1L, await scenario.ValueAsync<long>("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'chunk_embeddings_hnsw_%'"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_migration_that_was_changed_afterwards_is_refused()
    {
        await using var scenario = await servers.NewScenarioAsync();
        await using (var connection = await scenario.ConnectAsync())
        await using (var command = new NpgsqlCommand("UPDATE schema_migrations SET checksum = 'other'", connection))
            await command.ExecuteNonQueryAsync();

        var result = await scenario.RunAsync("migrate");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("0001_expand_documents.sql", result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await scenario.RunAsync("migrate", "--verify")).ExitCode);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task The_API_is_not_ready_before_the_schema_is_there()
    {
        await using var scenario = await servers.NewScenarioAsync(migrate: false);
        // A worker's start waits for /health only, and both answer /ready.
        var worker = await scenario.StartWorkerAsync("early");
        var ready = new Uri(worker.Address, "/ready").ToString();
        Assert.Equal(1, (await scenario.RunAsync("healthcheck", "--url", ready)).ExitCode);

        Assert.Equal(0, (await scenario.RunAsync("migrate")).ExitCode);

        await Wait.UntilAsync(async () => (await scenario.RunAsync("healthcheck", "--url", ready)).ExitCode == 0, "the worker is ready");
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Healthcheck_tells_by_its_exit_code()
    {
        await using var scenario = await servers.NewScenarioAsync();
        var api = await scenario.StartApiAsync();
        var health = new Uri(api.Address, "/health").ToString();
        var queue = new Uri(api.Address, "/api/v1/queue/health").ToString();
        Assert.Equal(0, (await scenario.RunAsync("healthcheck", "--url", health, "--url", queue)).ExitCode);
        await using var byPort = scenario.With(("PORT", api.Address.Port.ToString()));
        Assert.Equal(0, (await byPort.RunAsync("healthcheck")).ExitCode);

        Assert.True(await api.StopAsync() < TimeSpan.FromSeconds(10));
        Assert.Equal(0, api.Process.ExitCode);
        Assert.Equal(1, (await scenario.RunAsync("healthcheck", "--url", health)).ExitCode);
    }
}
