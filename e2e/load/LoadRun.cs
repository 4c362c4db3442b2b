using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Infra.EndToEnd.Load;

/// <summary>Requests at a steady rate. Each is due at a time of its own, whether the one before was answered or not, so that a service
/// that stops answering shows in the times.</summary>
public sealed class LoadRun
{
    // With which a server ends a connection that has done its work (RFC 9113, section 7).
    private const long NoError = 0;

    // As often as the client itself repeats what it knows to be unsent.
    private const int Attempts = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LoadPlan _plan;
    private readonly ConcurrentDictionary<string, int> _statuses = new();
    private readonly ConcurrentDictionary<string, int> _errors = new();
    private readonly ConcurrentBag<double> _times = [];
    private int _failed;
    private int _repeated;

    private LoadRun(LoadPlan plan) => _plan = plan;

    /// <summary>Runs until the plan's stop file exists.</summary>
    public static async Task<LoadResult> RunAsync(LoadPlan plan, CancellationToken cancellation)
    {
        var run = new LoadRun(plan);
        using var watch = new RequestWatch();
        using var authority = X509CertificateLoader.LoadCertificateFromFile(plan.Authority.FullName);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var clients = Enumerable.Range(0, plan.Connections).Select(number => run.ClientAsync(number, authority, end.Token)).ToArray();
        while (!File.Exists(plan.StopFile) && !cancellation.IsCancellationRequested)
            await Task.Delay(50, CancellationToken.None);
        await end.CancelAsync();
        await Task.WhenAll(clients);
        return run.Result();
    }

    private async Task ClientAsync(int number, X509Certificate2 authority, CancellationToken end)
    {
        using var client = Client(number, authority);
        var gap = TimeSpan.FromSeconds(_plan.Connections / _plan.Rate);
        var requests = new List<Task>();
        var start = Stopwatch.GetTimestamp() - (long)(Stopwatch.Frequency * gap.TotalSeconds * number / _plan.Connections);
        for (var count = 1; !end.IsCancellationRequested; count++)
        {
            var wait = (gap * count) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, end)
                    .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            if (end.IsCancellationRequested)
                break;
            requests.RemoveAll(request => request.IsCompletedSuccessfully);
            requests.Add(AskAsync(client));
        }

        await Task.WhenAll(requests);
    }

    private HttpClient Client(int number, X509Certificate2 authority)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = false,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    socket.Bind(new IPEndPoint(_plan.AddressOf(number), 0));
                    await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck, // The authority of the drills publishes no list.
                    CustomTrustStore = { authority },
                },
            },
        };
        var client = new HttpClient(handler)
        {
            Timeout = Patience,
            DefaultRequestVersion = _plan.Version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (_plan.Token is { } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task AskAsync(HttpClient client)
    {
        var start = Stopwatch.GetTimestamp();
        for (var attempt = 1; !await IsOverAsync(client, again: attempt < Attempts); attempt++)
            Interlocked.Increment(ref _repeated);
        _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>Asks once; false where the request can be sent again: it was not sent, or its connection ended before an answer
    /// began.</summary>
    private async Task<bool> IsOverAsync(HttpClient client, bool again)
    {
        var attempt = RequestWatch.Begin();
        try
        {
            using var answer = await client.GetAsync(_plan.Target, CancellationToken.None);
            attempt.Succeed();
            Count(_statuses, $"{(int)answer.StatusCode}");
            if (!answer.IsSuccessStatusCode)
                Interlocked.Increment(ref _failed);
        }
        catch (HttpRequestException exception) when (
            again && _plan.Version.Major == 2 && !attempt.Sent && EndedUnused(exception))
        {
            return false;
        }
        catch (HttpRequestException exception) when (
            again && _plan.Version.Major == 1 && attempt.WasPersistent && !attempt.Begun
            && exception.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            return false;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            Count(_errors, exception.InnerException is { } inner ? $"{exception.Message}: {inner.Message}" : exception.Message);
            Interlocked.Increment(ref _failed);
        }

        return true;
    }

    /// <summary>True where the server took the connection and ended it before a request was written. A worker that ends says GOAWAY to what
    /// it
    /// accepts until then; a client that has not written its own preface yet reports that as a write which failed.</summary>
    private static bool EndedUnused(HttpRequestException exception) => exception.InnerException is HttpProtocolException protocol
        ? protocol.ErrorCode == NoError
        : exception.HttpRequestError is HttpRequestError.Unknown or HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded;

    private static void Count(ConcurrentDictionary<string, int> counts, string name)
        => counts.AddOrUpdate(name, 1, (_, count) => count + 1);

    private LoadResult Result()
    {
        double[] times = [.. _times.Order()];
        double Within(double share) => times.Length == 0 ? 0 : Math.Round(times[Math.Min(times.Length - 1, (int)(times.Length * share))], 1);
        return new LoadResult(times.Length, _failed, _repeated, new SortedDictionary<string, int>(_statuses), new SortedDictionary<string, int>(_errors), Within(0.5), Within(0.99), Within(1));
    }
}
