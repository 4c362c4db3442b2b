using System.Net;
using DocumentSearch.Tests;
using Npgsql;

namespace DocumentSearch.IntegrationTests;

/// <summary>A database that is there and cannot work: requests get 503 and when to try again, workers wait, nothing is lost.</summary>
[Collection(ServersCollection.Name)]
public sealed class FailoverTests(Servers servers)
{
    // What happens, and what ends it. {0} is the database.
    private const string ReadOnly = "ALTER DATABASE {0} SET default_transaction_read_only = on";
    private const string ReadWrite = "ALTER DATABASE {0} RESET default_transaction_read_only";
    private const string Closed = "ALTER DATABASE {0} ALLOW_CONNECTIONS false";
    private const string Open = "ALTER DATABASE {0} ALLOW_CONNECTIONS true";
    private const string Renamed = "ALTER DATABASE {0} RENAME TO {0}_away";
    private const string RenamedBack = "ALTER DATABASE {0}_away RENAME TO {0}";

    [Theory(Timeout = Bounds.Test)]
    [InlineData(ReadOnly, ReadWrite, true)]
    [InlineData(Closed, Open, false)]
    [InlineData(Renamed, RenamedBack, false)]
    public async Task A_database_that_cannot_work_is_waited_for(string outage, string end, bool answersReaders)
    {
        await using var scenario = await servers.NewScenarioAsync(migrate: true, ("JOB_MAX_ATTEMPTS", "2"), ("SEARCH_CACHE_SECONDS", "0"));
        var api = await scenario.StartApiAsync();
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        var accepted = await writer.AcceptedAsync("before.txt", "Accepted before the outage.");
        await ChangeAsync(scenario, outage);
        RunningService worker;
        try
        {
            worker = await scenario.StartWorkerAsync("worker");
            using var upload = await writer.UploadAsync("during.txt", Samples.Utf8("Sent during the outage."));
            await upload.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.True(upload.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
            using var delete = await writer.DeleteAsync($"/api/v1/documents/{accepted}");
            await delete.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            foreach (var path in new[] { "/api/v1/search?q=outage", "/api/v1/documents", $"/api/v1/documents/{accepted}" })
            {
                using var read = await writer.GetAsync(path);
                Assert.Equal(answersReaders ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, read.StatusCode);
            }

            // Longer than two attempts take.
            await Task.Delay(TimeSpan.FromSeconds(8));
        }
        finally
        {
            await ChangeAsync(scenario, end);
        }

        Assert.Equal("ready", (await writer.FinishedAsync(accepted, seconds: 60)).GetProperty("status").GetString());
        Assert.Equal("ready", (await writer.FinishedAsync(await writer.AcceptedAsync("during.txt", "Sent during the outage.")))
            .GetProperty("status").GetString());
        Assert.False(worker.Process.HasExited);
        Assert.DoesNotContain("\"LogLevel\":\"Error\"", worker.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_failover_to_a_new_primary_is_followed_without_a_restart()
    {
        // Sessions that were opened before stay read-only, as those of a demoted primary do.
        await using var scenario = await servers.NewScenarioAsync();
        await ChangeAsync(scenario, ReadOnly);
        var api = await scenario.StartApiAsync();
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        await writer.SearchAsync("opens a session");
        await using (var connection = await ServerAsync(scenario))
            await ExecuteAsync(connection, ReadWrite.Replace("{0}", scenario.Environment["POSTGRES_DB"], StringComparison.Ordinal));

        using var first = await writer.UploadAsync("first.txt", Samples.Utf8("Meets an old session."));
        await first.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        await writer.AcceptedAsync("first.txt", "Meets an old session.");
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_search_ends_with_its_time()
    {
        await using var scenario =
            await servers.NewScenarioAsync(migrate: true, ("SEARCH_TIMEOUT_SECONDS", "1"), ("SEARCH_CACHE_SECONDS", "0"));
        var api = await scenario.StartApiAsync();
        using var reader = await Scenario.ClientAsync(api, Scenario.Reader);
        await reader.SearchAsync("warm");
        await using var connection = await scenario.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "LOCK TABLE chunks IN ACCESS EXCLUSIVE MODE");

        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var answer = await reader.GetAsync("/api/v1/search?q=waiting");

        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 0.9, 5);
        await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(answer.Headers.RetryAfter);
        await transaction.RollbackAsync();
        await reader.SearchAsync("again");
    }

    private static async Task ChangeAsync(Scenario scenario, string change)
    {
        var database = scenario.Environment["POSTGRES_DB"];
        await using var connection = await ServerAsync(scenario);
        if (change == Renamed)
        {
            // Connections would be in the way, and new ones come at once.
            await ExecuteAsync(connection, Closed.Replace("{0}", database, StringComparison.Ordinal));
            await EndAsync(connection, database);
            await ExecuteAsync(connection, change.Replace("{0}", database, StringComparison.Ordinal));
            await ExecuteAsync(connection, Open.Replace("{0}", database + "_away", StringComparison.Ordinal));
            return;
        }

        await ExecuteAsync(connection, change.Replace("{0}", database, StringComparison.Ordinal));
        await EndAsync(connection, database);
    }

    private static Task EndAsync(NpgsqlConnection connection, string database)
        => ExecuteAsync(connection, $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'");

    private static async Task<NpgsqlConnection> ServerAsync(Scenario scenario)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Servers.ConnectionString(scenario.Environment)) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
