using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Infra.Tests.Pipeline;

/// <summary>A server on this machine that answers as a test says and notes what it was asked for.</summary>
public sealed class HttpStand : IDisposable
{
    private readonly HttpListener listener;
    private readonly Func<string, string, (int Status, string Body)> answer;
    private readonly Task serving;

    /// <summary>Starts it.</summary>
    /// <param name="answer">From method, and path with query, to status and body.</param>
    public HttpStand(Func<string, string, (int Status, string Body)> answer)
    {
        this.answer = answer;
        (listener, Url) = Listen();
        serving = Task.Run(ServeAsync);
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>What it was asked for: method, path with query, body.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The tokens that it was shown.</summary>
    public ConcurrentQueue<string?> Tokens { get; } = [];

    public void Dispose()
    {
        listener.Close();
        serving.Wait(TimeSpan.FromSeconds(5));
    }

    /// <summary>Listens on a port that is free; somebody else may take it between the question and the answer.</summary>
    private static (HttpListener Listener, string Url) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { $"{url}/" } };
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new StreamReader(context.Request.InputStream);
            Requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl} {await body.ReadToEndAsync()}".TrimEnd());
            Tokens.Enqueue(context.Request.Headers["Authorization"]);
            var (status, text) = answer(context.Request.HttpMethod, context.Request.RawUrl!);
            context.Response.StatusCode = status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            context.Response.Close();
        }
    }
}
