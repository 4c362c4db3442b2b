using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocumentSearch.Queue;
using DocumentSearch.Storage;

namespace DocumentSearch.IntegrationTests;

/// <summary>Jobs that were given up: shown, requeued and removed, by the API and by the command.</summary>
[Collection(ServersCollection.Name)]
public sealed class DeadJobTests(Servers servers) : IAsyncLifetime
{
    private const string Queue = "/api/v1/queue/dead/document_processing";
    private Scenario _scenario = null!;
    private RunningService _api = null!;
    private HttpClient _writer = null!;
    private HttpClient _operator = null!;

    public async Task InitializeAsync()
    {
        _scenario = await servers.NewScenarioAsync();
        _api = await _scenario.StartApiAsync();
        _writer = await Scenario.ClientAsync(_api, Scenario.Writer);
        _operator = await Scenario.ClientAsync(_api, Scenario.Operator);
    }

    public async Task DisposeAsync()
    {
        _writer.Dispose();
        _operator.Dispose();
        await _scenario.DisposeAsync();
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_dead_job_is_shown_and_requeued_and_its_document_becomes_ready()
    {
        var (id, document) = await BuryAsync("once.txt", "The first try was in vain.");
        Assert.Contains("queue_depth{queue=\"document_processing\",state=\"dead\"} 1", await _operator.GetStringAsync("/metrics"),
            StringComparison.Ordinal);
        var shown = Assert.Single((await _operator.GetFromJsonAsync<JsonElement>(Queue)).GetProperty("items").EnumerateArray());
        Assert.Equal(
            (id, $"process:{document}", 3, "IOException: the moon"),
            (shown.GetProperty("id").GetString(), shown.GetProperty("job").GetString(), shown.GetProperty("attempts").GetInt32(),
                shown.GetProperty("reason").GetString()));

        await _scenario.StartWorkerAsync("worker");
        using var requeued = await _operator.PostAsync($"{Queue}/{Entry(id)}/requeue", null);

        Assert.Equal(HttpStatusCode.NoContent, requeued.StatusCode);
        await Wait.UntilAsync(async () => (await _writer.SearchAsync("vain")).Length == 1, "the document is found");
        Assert.Contains("queue_depth{queue=\"document_processing\",state=\"dead\"} 0", await _operator.GetStringAsync("/metrics"),
            StringComparison.Ordinal);
        using var again = await _operator.PostAsync($"{Queue}/{Entry(id)}/requeue", null);
        await again.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_removed_job_is_gone_and_its_document_stays_failed()
    {
        var (id, document) = await BuryAsync("gone.txt", "Nobody wants this any more.");

        Assert.Equal(HttpStatusCode.NoContent, (await _operator.DeleteAsync($"{Queue}/{Entry(id)}")).StatusCode);

        await (await _operator.DeleteAsync($"{Queue}/{Entry(id)}")).ProblemAsync(HttpStatusCode.NotFound);
        Assert.Empty((await _operator.GetFromJsonAsync<JsonElement>(Queue)).GetProperty("items").EnumerateArray());
        Assert.Contains("queue_depth{queue=\"document_processing\",state=\"dead\"} 0", await _operator.GetStringAsync("/metrics"),
            StringComparison.Ordinal);
        Assert.Equal("failed", (await _writer.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{document}")).GetProperty("status")
            .GetString());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_job_whose_bytes_were_uploaded_again_is_not_requeued()
    {
        var (id, _) = await BuryAsync("twice.txt", "Sent a second time.");
        await _writer.AcceptedAsync("twice.txt", "Sent a second time.");

        using var answer = await _operator.PostAsync($"{Queue}/{Entry(id)}/requeue", null);

        Assert.Contains("remove the job", await answer.ProblemAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Single((await _operator.GetFromJsonAsync<JsonElement>(Queue)).GetProperty("items").EnumerateArray());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Many_are_shown_in_pages()
    {
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
            ids.Insert(0, (await BuryAsync($"{number}.txt", $"Dead letter number {number}.")).Id);

        var first = await _operator.GetFromJsonAsync<JsonElement>($"{Queue}?limit=3");
        var second = await _operator.GetFromJsonAsync<JsonElement>($"{Queue}?limit=3&before={first.GetProperty("next").GetString()}");

        Assert.Equal(ids, first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("id").GetString()!));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("GET", Queue + "?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("GET", Queue + "?before=x", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/queue/dead/other", HttpStatusCode.NotFound)]
    [InlineData("DELETE", Queue + "/x", HttpStatusCode.NotFound)]
    [InlineData("DELETE", Queue + "/1-1", HttpStatusCode.NotFound)]
    [InlineData("POST", Queue + "/99999999999999999999999-0/requeue", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_told(string method, string path, HttpStatusCode status)
    {
        using var answer = await _operator.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await answer.ProblemAsync(status);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Dead_jobs_are_for_operators_only()
    {
        using var list = await _writer.GetAsync(Queue);
        await list.ProblemAsync(HttpStatusCode.Forbidden);
        using var remove = await _writer.DeleteAsync($"{Queue}/1-0");
        await remove.ProblemAsync(HttpStatusCode.Forbidden);
        // An operator may do what a writer may.
        await _operator.AcceptedAsync("operator.txt", "Sent by an operator.");
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task The_command_does_the_same_without_the_API()
    {
        Assert.Contains("no dead jobs", (await _scenario.RunAsync("dead-jobs", "list")).Errors, StringComparison.Ordinal);
        var (first, _) = await BuryAsync("one.txt", "One of three.");
        var (second, document) = await BuryAsync("two.txt", "Two of three.");
        await BuryAsync("three.txt", "Three of three.");

        var list = await _scenario.RunAsync("dead-jobs", "list");
        Assert.Equal((0, 3), (list.ExitCode, list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains($"process:{document}", list.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _scenario.RunAsync("dead-jobs", "remove", first)).ExitCode);
        Assert.Equal(1, (await _scenario.RunAsync("dead-jobs", "remove", first)).ExitCode);
        Assert.Equal(0, (await _scenario.RunAsync("dead-jobs", "requeue", "--all")).ExitCode);
        Assert.Equal("queued", (await _writer.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{document}")).GetProperty("status")
            .GetString());
        Assert.Equal(0, (await _scenario.RunAsync("dead-jobs", "list")).ExitCode);
        Assert.DoesNotContain("three", (await _scenario.RunAsync("dead-jobs", "list")).Output, StringComparison.Ordinal);
        foreach (var arguments in new string[][] { ["requeue"], ["remove", "x"], ["remove", "--all", second] })
            Assert.Equal(1, (await _scenario.RunAsync(["dead-jobs", .. arguments])).ExitCode);
    }

    private static string Entry(string id) => id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Accepts a document and gives its job up, as a worker would after its last attempt.</summary>
    private async Task<(string Id, Guid Document)> BuryAsync(string name, string text)
    {
        var document = await _writer.AcceptedAsync(name, text);
        Assert.True(RedisAddress.TryParse(_scenario.Environment["REDIS_DSN"], out var address));
        using var redis = new RedisConnection(address);
        await redis.StartAsync(CancellationToken.None);
        var broker = new JobBroker(redis, TimeProvider.System);
        await broker.CreateGroupAsync(QueueName.DocumentProcessing);
        var delivery = await broker.TakeAsync(QueueName.DocumentProcessing, "test");
        Assert.Equal($"process:{document}", delivery!.Name);
        await broker.BuryAsync(delivery with { Attempt = 3 }, "IOException: the moon");
        await using var connection = await _scenario.ConnectAsync();
        await using var command =
            new Npgsql.NpgsqlCommand(
            $"UPDATE documents SET status = 'failed', failure = 'Processing failed 3 times.' WHERE id = '{document}'", connection);
        await command.ExecuteNonQueryAsync();
        return ((await broker.DeadAsync(QueueName.DocumentProcessing, before: null, limit: 1))[0].Id, document);
    }
}
