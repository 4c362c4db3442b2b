using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

/// <summary>A process that is asked to stop under load over kept connections.</summary>
[Collection(ServersCollection.Name)]
public sealed class DrainTests(Servers servers, ITestOutputHelper output)
{
    private const int Clients = 40;

    // Many times what an answer takes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact(Timeout = Bounds.Test)]
    public async Task No_request_on_a_kept_connection_meets_a_closed_one()
    {
        await using var scenario = await servers.NewScenarioAsync(migrate: true, ("LOGIN_ATTEMPTS_PER_MINUTE", "1000000"));
        var stopping = await scenario.StartApiAsync();
        var staying = await scenario.StartApiAsync();
        using var end = new CancellationTokenSource();
        var failures = new ConcurrentQueue<string>();
        var (answers, closed) = (0, 0);

        // Each client thinks for another time between requests, up to four seconds: most connections are idle at any moment.
        var clients = Enumerable.Range(0, Clients).Select(number => Task.Run(async () =>
        {
            var random = new Random(number);
            var address = stopping.Address;
            KeptConnection? connection = null;
            while (!end.IsCancellationRequested)
            {
                try
                {
                    connection ??= await KeptConnection.OpenAsync(address);
                    var (status, close) = await connection.PostAsync("/api/v1/token", "client_id=web&client_secret=wrong")
                        .WaitAsync(Patience);
                    if (status != 401)
                        failures.Enqueue($"status {status}");
                    Interlocked.Increment(ref answers);
                    if (close)
                    {
                        Interlocked.Increment(ref closed);
                        connection.Dispose();
                        connection = null;
                        address = staying.Address;
                    }
                }
                catch (Exception exception) when (exception is IOException or SocketException or TimeoutException)
                {
                    failures.Enqueue($"{exception.GetType().Name} at {address.Port}");
                    connection?.Dispose();
                    connection = null;
                    address = staying.Address;
                }

                await Task.Delay(random.Next(0, number % 2 == 0 ? 100 : 4_000));
            }

            connection?.Dispose();
        })).ToList();

        await Task.Delay(TimeSpan.FromSeconds(5));
        var stopped = stopping.StopAsync();
        using var probe = new HttpClient { BaseAddress = stopping.Address };
        await Wait.UntilAsync(async () =>
            (await probe.GetAsync("/ready")).StatusCode == HttpStatusCode.ServiceUnavailable, "readiness is gone", seconds: 2);
        Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync("/health")).StatusCode);
        var took = await stopped;
        await Task.Delay(TimeSpan.FromSeconds(1));
        await end.CancelAsync();
        await Wait.ForAsync(Task.WhenAll(clients), $"all {Clients} clients have their last answer", () => string.Join('\n', failures));

        output.WriteLine(
            $"SIGTERM under load over {Clients} kept connections: {answers} answers, {failures.Count} failed, "
            + $"{closed} connections ended by their last answer, stopped in {took.TotalSeconds:0.0} s.");
        Assert.Empty(failures);
        Assert.True(closed >= Clients, $"{closed}");
        Assert.Equal(0, stopping.Process.ExitCode);
        Assert.InRange(took.TotalSeconds, 1, 20);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_process_without_connections_stops_soon()
    {
        await using var scenario = await servers.NewScenarioAsync();
        var api = await scenario.StartApiAsync();
        Assert.InRange((await api.StopAsync()).TotalSeconds, 0, 12);
        Assert.Equal(0, api.Process.ExitCode);
    }

    /// <summary>One connection that is never opened again in secret, as the client library would.</summary>
    private sealed class KeptConnection(TcpClient client) : IDisposable
    {
        private readonly StreamReader _reader = new(client.GetStream(), Encoding.Latin1);

        public static async Task<KeptConnection> OpenAsync(Uri address)
        {
            var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(address.Host, address.Port);
            return new KeptConnection(client);
        }

        public async Task<(int Status, bool Close)> PostAsync(string path, string form)
        {
            var request = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}";
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
            var first = await _reader.ReadLineAsync() ?? throw new IOException("The connection was closed.");
            var (close, length, chunked) = (false, 0, false);
            while (await _reader.ReadLineAsync() is { Length: > 0 } header)
            {
                close |= header.Equals("Connection: close", StringComparison.OrdinalIgnoreCase);
                chunked |= header.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase);
                if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    length = int.Parse(header["Content-Length:".Length..], CultureInfo.InvariantCulture);
            }

            if (chunked)
            {
                while (int.Parse(await _reader.ReadLineAsync() ?? "", NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0
                    and var size)
                {
                    await ReadAsync(size);
                    await _reader.ReadLineAsync();
                }

                await _reader.ReadLineAsync();
            }

            // Reading nothing would wait for something all the same.
            if (length > 0)
                await ReadAsync(length);
            return (int.Parse(first.Split(' ')[1], CultureInfo.InvariantCulture), close);
        }

        public void Dispose()
        {
            _reader.Dispose();
            client.Dispose();
        }

        private async Task ReadAsync(int length)
        {
            var buffer = new char[length];
            Assert.Equal(length, await _reader.ReadBlockAsync(buffer));
        }
    }
}
