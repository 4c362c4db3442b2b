using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocumentSearch.Queue;
using DocumentSearch.Storage;

namespace DocumentSearch.IntegrationTests;

[Collection(ServersCollection.Name)]
public sealed class QueueTests(Servers servers) : IAsyncLifetime
{
    // Four megabytes: a few seconds of work, long enough to be interrupted.
    private static readonly string Long = string.Join(' ', Enumerable.Range(0, 600_000).Select(number => $"w{number % 9_973}"));

    private Scenario _scenario = null!;
    private RunningService _api = null!;
    private HttpClient _writer = null!;

    public async Task InitializeAsync()
    {
        _scenario = await servers.NewScenarioAsync(migrate: true, ("SHUTDOWN_SECONDS", "1"));
        _api = await _scenario.StartApiAsync();
        _writer = await Scenario.ClientAsync(_api, Scenario.Writer);
    }

    public async Task DisposeAsync()
    {
        _writer.Dispose();
        await _scenario.DisposeAsync();
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_worker_takes_the_queues_it_is_told_to()
    {
        await _scenario.StartWorkerAsync("cleanup", "--queues", "cleanup_tasks");
        var id = await _writer.AcceptedAsync("a.txt", "Nobody reads this yet.");
        await Task.Delay(2_000);
        Assert.Equal("queued", (await _writer.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{id}")).GetProperty("status").GetString());

        await _scenario.StartWorkerAsync("documents", "--queues", "document_processing");

        Assert.Equal("ready", (await _writer.FinishedAsync(id)).GetProperty("status").GetString());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_stopped_worker_hands_back_what_it_cannot_finish()
    {
        var worker = await _scenario.StartWorkerAsync("stopped");
        var id = await _writer.AcceptedAsync("long.txt", Long);
        await InStatusAsync(id, "processing");

        var elapsed = await worker.StopAsync();

        Assert.True(elapsed < TimeSpan.FromSeconds(5), $"It took {elapsed}.");
        Assert.Equal(0, worker.Process.ExitCode);
        Assert.Contains("is handed back", worker.Log, StringComparison.Ordinal);
        await InStatusAsync(id, "queued");
        await _scenario.StartWorkerAsync("next");
        Assert.Equal("ready", (await _writer.FinishedAsync(id, seconds: 60)).GetProperty("status").GetString());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task The_job_of_a_killed_worker_is_taken_over()
    {
        var worker = await _scenario.StartWorkerAsync("killed");
        var id = await _writer.AcceptedAsync("long.txt", Long);
        await InStatusAsync(id, "processing");
        await worker.KillAsync();

        var next = await _scenario.StartWorkerAsync("next");

        Assert.Equal("ready", (await _writer.FinishedAsync(id, seconds: 60)).GetProperty("status").GetString());
        Assert.Contains("is taken over", next.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Uploads_are_accepted_and_searches_answered_while_Redis_is_away()
    {
        await _scenario.StartWorkerAsync("worker");
        var before = await _writer.AcceptedAsync("before.txt", "Before the outage.");
        await _writer.FinishedAsync(before);
        servers.Kill("valkey");
        Guid during;
        try
        {
            during = await _writer.AcceptedAsync("during.txt", "During the outage.");
            Assert.Equal(before, Assert.Single(await _writer.SearchAsync("before")).GetProperty("documentId").GetGuid());
            using var queue = await _writer.GetAsync("/api/v1/queue/health");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, queue.StatusCode);
            using var detailed = await _writer.GetAsync("/health_check/detailed");
            Assert.Equal("degraded", (await detailed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
            Assert.Equal(HttpStatusCode.OK, (await _writer.GetAsync("/ready")).StatusCode);
        }
        finally
        {
            servers.Restart("valkey");
        }

        Assert.Equal("ready", (await _writer.FinishedAsync(during, seconds: 60)).GetProperty("status").GetString());
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_document_whose_file_is_gone_fails_with_the_reason()
    {
        var id = await _writer.AcceptedAsync("lost.txt", "The file of this one vanishes.");
        using (var store = _scenario.OpenFiles())
            await store.DeleteAsync(id, CancellationToken.None);

        await _scenario.StartWorkerAsync("worker");
        var document = await _writer.FinishedAsync(id);

        Assert.Equal("failed", document.GetProperty("status").GetString());
        Assert.Contains("upload it again", document.GetProperty("failure").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(id, await _writer.AcceptedAsync("lost.txt", "The file of this one vanishes."));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_document_without_text_fails_with_the_reason()
    {
        await _scenario.StartWorkerAsync("worker");
        var document = await _writer.FinishedAsync(await _writer.AcceptedAsync("x.html", "<!doctype html><script>only()</script>"));
        Assert.Equal(("failed", "The document holds no text."), (document.GetProperty("status").GetString(), document.GetProperty("failure").GetString()));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Jobs_are_queued_once_retried_with_pauses_and_buried_at_last()
    {
        using var redis = new RedisConnection(Address());
        await redis.StartAsync(CancellationToken.None);
        var broker = new JobBroker(redis, TimeProvider.System);
        var job = new Job(JobKind.DeleteFile, Guid.NewGuid());
        Assert.True(await broker.EnqueueAsync(job));
        Assert.False(await broker.EnqueueAsync(job));
        await broker.CreateGroupAsync(job.Queue);

        var first = await broker.TakeAsync(job.Queue, "a");
        Assert.Equal((job.Name, 1), (first!.Name, first.Attempt));
        Assert.Null(await broker.TakeAsync(job.Queue, "b"));
        await broker.DelayAsync(first, attempt: 2, TimeSpan.FromMilliseconds(50));
        Assert.False(await broker.EnqueueAsync(job));
        await Task.Delay(100);
        var aside = await broker.StateAsync(job.Queue);
        Assert.Equal((0L, 1L), (aside.Waiting, aside.Delayed));
        // A job that is set aside again and again gets old too.
        Assert.True(aside.OldestSeconds >= 0.1, $"{aside}");
        Assert.Equal(1, await broker.PromoteAsync(job.Queue));

        var second = await broker.TakeAsync(job.Queue, "a");
        Assert.Equal((2, first.Since), (second!.Attempt, second.Since));
        // The first delivery is history: what its worker still says of it changes nothing.
        await broker.DelayAsync(first, 2, TimeSpan.Zero);
        await broker.CompleteAsync(first);
        Assert.Equal(1, (await broker.StateAsync(job.Queue)).Waiting);

        await broker.BuryAsync(second, "no use");
        var state = await broker.StateAsync(job.Queue);
        Assert.Equal((0L, 0L, 1L), (state.Waiting, state.Delayed, state.Dead));
        Assert.True(await broker.EnqueueAsync(job));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_silent_consumer_loses_its_jobs_and_a_renewing_one_does_not()
    {
        using var redis = new RedisConnection(Address());
        await redis.StartAsync(CancellationToken.None);
        var broker = new JobBroker(redis, TimeProvider.System);
        var job = new Job(JobKind.DeleteFile, Guid.NewGuid());
        await broker.CreateGroupAsync(job.Queue);
        await broker.EnqueueAsync(job);
        var taken = (await broker.TakeAsync(job.Queue, "a"))!;

        await Task.Delay(300);
        await broker.RenewAsync(taken, "a");
        Assert.Empty(await broker.ReclaimAsync(job.Queue, "b", TimeSpan.FromMilliseconds(250), most: 5));
        await Task.Delay(300);
        Assert.Equal(taken.Entry, Assert.Single(await broker.ReclaimAsync(job.Queue, "b", TimeSpan.FromMilliseconds(250), most: 5)).Entry);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_connection_whose_packets_are_lost_is_replaced_and_subscriptions_live_on()
    {
        await using var cable = new Cable(Address().Port);
        using var redis = new RedisConnection(Address() with { Port = cable.Port });
        await redis.StartAsync(CancellationToken.None);
        using var heard = new SemaphoreSlim(0);
        await redis.SubscribeAsync("drill", () => heard.Release());
        await redis.AskAsync(database => database.PingAsync());

        cable.LosePackets();
        await Assert.ThrowsAsync<TimeoutException>(() => redis.AskAsync(database => database.PingAsync()));

        // TCP itself would try for a quarter of an hour.
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    await redis.AskAsync(database => database.PingAsync());
                    return true;
                }
                catch (Exception exception) when (RedisConnection.IsUnavailable(exception))
                {
                    return false;
                }
            },
            "another connection answers");
        await Wait.UntilAsync(
            async () =>
            {
                await redis.PublishAsync("drill", "again");
                return await heard.WaitAsync(100);
            },
            "the subscription is back");
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task An_unknown_job_goes_to_the_dead_letters()
    {
        using var redis = new RedisConnection(Address());
        await redis.StartAsync(CancellationToken.None);
        await redis.AskAsync(database => database.ExecuteAsync("XADD", "jobs:{document_processing}:stream", "*", "job", "explode:1", "attempt", "1", "since", "0"));
        await _scenario.StartWorkerAsync("worker");
        var broker = new JobBroker(redis, TimeProvider.System);
        await Wait.UntilAsync(async () => (await broker.StateAsync(QueueName.DocumentProcessing)) is { Dead: 1, Waiting: 0 }, "the job is buried");
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Another_model_moves_every_document_and_searches_never_mix()
    {
        var first = await _scenario.StartWorkerAsync("first");
        var id = await _writer.AcceptedAsync("model.txt", "Embedded twice in its life.");
        await _writer.FinishedAsync(id);
        await first.StopAsync();

        await using var next = _scenario.With(("EMBEDDING_DIMENSIONS", "128"));
        Assert.Equal(0, (await next.RunAsync("migrate")).ExitCode);
        var nextApi = await next.StartApiAsync();
        using var reader = await Scenario.ClientAsync(nextApi, Scenario.Reader);
        // Its vectors are not there yet: found by words, in both versions, side by side.
        Assert.Equal(id, Assert.Single(await reader.SearchAsync("embedded")).GetProperty("documentId").GetGuid());
        Assert.Empty(await reader.SearchAsync("emmbbedded"));
        Assert.Equal(id, Assert.Single(await _writer.SearchAsync("emmbbedded")).GetProperty("documentId").GetGuid());

        await next.StartWorkerAsync("next");
        await Wait.UntilAsync(
            async () => await _scenario.ValueAsync<long>("SELECT count(*) FROM documents JOIN embedding_models ON embedding_models.id = embedding_model_id WHERE dimensions = 128") == 1,
            "the document is moved");
        Assert.Equal(id, Assert.Single(await reader.SearchAsync("emmbbedded twixxe")).GetProperty("documentId").GetGuid());

        // A worker of the version before does not move it back.
        await _scenario.StartWorkerAsync("old");
        await Task.Delay(4_000);
        Assert.Equal(1, await _scenario.ValueAsync<long>("SELECT count(*) FROM documents JOIN embedding_models ON embedding_models.id = embedding_model_id WHERE dimensions = 128"));
    }

    private RedisAddress Address()
    {
        Assert.True(RedisAddress.TryParse(_scenario.Environment["REDIS_DSN"], out var address));
        return address;
    }

    private Task InStatusAsync(Guid id, string status)
        => Wait.UntilAsync(async () => await _scenario.ValueAsync<string>($"SELECT status FROM documents WHERE id = '{id}'") == status, $"the document is {status}");
}
