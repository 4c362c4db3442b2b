using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Storage;
using Npgsql;

namespace DocumentSearch.IntegrationTests;

/// <summary>What a finished command said.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Errors);

/// <summary>A running API or worker.</summary>
public sealed class RunningService(Process process, Uri address, ConcurrentQueue<string> log) : IAsyncDisposable
{
    public Uri Address => address;

    public Process Process => process;

    /// <summary>What it wrote so far.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await Wait.ForAsync(process.WaitForExitAsync(), $"the killed process {process.Id} is gone", () => Log);
    }

    /// <summary>Asks it to stop and returns how long that took.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await Wait.ForAsync(process.WaitForExitAsync(), $"process {process.Id} stops on SIGTERM", () => Log, seconds: 60);
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }
}

/// <summary>The program with servers of its own: starts commands and speaks to them.</summary>
public sealed class Scenario(Dictionary<string, string> environment) : IAsyncDisposable
{
    public const string Reader = "web";
    public const string Writer = "loader";
    public const string Operator = "on-call";
    public const string Secret = "a secret of the integration tests";

    private readonly List<IAsyncDisposable> _started = [];

    public IReadOnlyDictionary<string, string> Environment => environment;

    public Scenario With(params (string Name, string Value)[] settings)
    {
        var other = new Dictionary<string, string>(environment);
        foreach (var (name, value) in settings)
            other[name] = value;
        return new Scenario(other);
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments, port: null);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            var end = Task.WhenAll(process.WaitForExitAsync(), output, errors);
            await Wait.ForAsync(end, $"\"{string.Join(' ', arguments)}\" ends", seconds: 60);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        return new CommandResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts the API and waits until it is ready.</summary>
    public Task<RunningService> StartApiAsync() => StartAsync("/ready", "api");

    /// <summary>Starts a worker and waits until it is alive.</summary>
    public Task<RunningService> StartWorkerAsync(string name, params string[] arguments)
        => StartAsync("/health", ["worker", "--name", name, .. arguments.Length > 0 ? arguments : ["--all"]]);

    /// <summary>A client with the token of a role; an empty name makes one without.</summary>
    public static async Task<HttpClient> ClientAsync(RunningService api, string name)
    {
        var client = new HttpClient { BaseAddress = api.Address, Timeout = TimeSpan.FromSeconds(60) };
        if (name.Length > 0)
        {
            var answer = await client.PostAsJsonAsync("/api/v1/token", new { client_id = name, client_secret = Secret });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    /// <summary>The files of this scenario in the bucket.</summary>
    public ObjectStore OpenFiles() => new(
        new StorageSettings(
            environment["S3_BUCKET"],
            new Uri(environment["S3_ENDPOINT"]),
            environment["S3_PREFIX"],
            "us-east-1",
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"]),
        new DependencyGuard(Dependency.Storage, TimeProvider.System));

    /// <summary>A connection to the database.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Servers.ConnectionString(environment));
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The one value of a query.</summary>
    public async Task<T> ValueAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in _started)
            await started.DisposeAsync();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<RunningService> StartAsync(string readyPath, params string[] arguments)
    {
        var port = FreePort();
        var log = new ConcurrentQueue<string>();
        var process = Start(arguments, port);
        process.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var service = new RunningService(process, new Uri($"http://127.0.0.1:{port}"), log);
        _started.Add(service);
        using var client = new HttpClient { BaseAddress = service.Address, Timeout = TimeSpan.FromSeconds(10) };
        await Wait.UntilAsync(
            async () =>
            {
                Assert.False(process.HasExited, service.Log);
                try
                {
                    return (await client.GetAsync(readyPath)).IsSuccessStatusCode;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            $"{arguments[0]} is up",
            () => service.Log);
        return service;
    }

    private Process Start(string[] arguments, int? port)
    {
        var start = new ProcessStartInfo(Servers.Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        // What the runtime itself needs on hosts where it is not in a default place.
        foreach (var name in new[] { "PATH", "HOME", "DOTNET_ROOT", "TMPDIR" })
            start.Environment[name] = System.Environment.GetEnvironmentVariable(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        if (port is not null)
            start.Environment["PORT"] = $"{port}";
        return Process.Start(start)!;
    }
}

/// <summary>Bounds of whole tests in milliseconds, for what no wait inside them bounds.</summary>
public static class Bounds
{
    /// <summary>Of a test that does a few things.</summary>
    public const int Test = 120_000;

    /// <summary>Of a test that does much, many times.</summary>
    public const int LongTest = 240_000;
}

/// <summary>Ends what goes on in the background with the test, however that ends.</summary>
public sealed class Ending : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled at the end.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _source.Cancel();
        _source.Dispose();
    }
}

/// <summary>How much is done: a sample, or all of it with <c>test-integration --full</c>.</summary>
public static class Scale
{
    private static readonly bool IsFull = System.Environment.GetEnvironmentVariable("DOCUMENT_SEARCH_FULL") is { Length: > 0 };

    /// <summary>One of two numbers.</summary>
    public static int Of(int sample, int full) => IsFull ? full : sample;
}

/// <summary>Waits for what happens elsewhere, never for ever, and tells what it waited for in vain.</summary>
public static class Wait
{
    /// <summary>Until a condition holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, Func<string>? log = null, int seconds = 30)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await ForAsync(condition(), what, log, seconds))
        {
            if (Stopwatch.GetElapsedTime(start).TotalSeconds >= seconds)
                Fail(what, log, seconds);
            await Task.Delay(100);
        }
    }

    /// <summary>For a task.</summary>
    public static async Task<T> ForAsync<T>(Task<T> task, string what, Func<string>? log = null, int seconds = 30)
    {
        await ForAsync((Task)task, what, log, seconds);
        return await task;
    }

    /// <inheritdoc cref="ForAsync{T}" />
    public static async Task ForAsync(Task task, string what, Func<string>? log = null, int seconds = 30)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromSeconds(seconds));
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Fail(what, log, seconds);
        }
    }

    private static void Fail(string what, Func<string>? log, int seconds)
    {
        var told = log?.Invoke() ?? "";
        Assert.Fail($"Not within {seconds} s: {what}. {told[^Math.Min(4_000, told.Length)..]}");
    }
}
