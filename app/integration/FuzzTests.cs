using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DocumentSearch.Tests;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

/// <summary>Requests made at random from the OpenAPI description: whatever is sent, no answer is a 500.</summary>
[Collection(ServersCollection.Name)]
public sealed class FuzzTests(Servers servers, ITestOutputHelper output)
{
    private static readonly int Requests = Scale.Of(1_500, full: 4_000);

    private static readonly string[] Texts =
    [
        "", " ", "a", "licitação", "a%00b", "%", "%zz", "%ff", "%c3%28", "%ed%a0%80", "%0d%0aX: y", "'", "\"", "\\", ";--", "<>", "..%2f",
            "%2e%2e%2f", "{0}", "$1", "\ud83d\ude00",
        "a or b", "-a", "\"a b\"", "-\"a", "a:*", "a & !b", "()", "<->", "or or or", "0", "-1", "1", "51", "2147483648", "-2147483649",
            "1e9", "0x10", "１", "true", "null", "NaN",
        "pt", "en", "PT", "queued", "ready", "failed", "0197a3c4-0000-7000-8000-000000000001", "{0197a3c4-0000-7000-8000-000000000001}",
            "00000000-0000-0000-0000-000000000000",
        new('a', 201), new('%', 300), string.Concat(Enumerable.Repeat("a ", 100)), string.Concat(Enumerable.Repeat("\u0301", 200)),
            new('語', 300), new('ß', 1_000), new('"', 999), string.Concat(Enumerable.Repeat("-", 500)),
    ];

    private static readonly string[] Types =
    [
        "", "application/json", "application/json; charset=utf-8", "application/json; charset=foo", "application/json; charset=utf-16",
            "application/json; charset=\"\"", "application/json;;",
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=iso-8859-1",
            "application/x-www-form-urlencoded; charset=\"utf-7\"", "application/x-www-form-urlencoded; charset=utf-32",
        "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\"\"",
            "multipart/form-data; charset=foo; boundary=x", "multipart/form-data; charset=utf-7; boundary=x",
        "multipart/form-data; boundary=" + new string('y', 200), "multipart/mixed; boundary=x", "text/plain", "*/*", "x",
            "application/xml; charset=utf-16", "application/vnd.api+json; charset=latin1",
    ];

    private static readonly string[] Bodies =
    [
        "", "{}", "[]", "null", "\"x\"", "{", "{\"client_id\":1}", "{\"client_id\":\"web\",\"client_secret\":null}",
            "{\"client_id\":\"web\",\"client_secret\":\"\\ud800\"}", "{\"client_id\":\"\\u0000\",\"client_secret\":\"x\"}",
        "client_id=web&client_secret=x", "client_id=%00&client_secret=%ff", "client_id=web&client_id=web&client_secret=x", "&&&===",
            "client_id=%zz",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\ntext\r\n--x--\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-9''%00%ff\r\n"
            + "Content-Type: text/plain; charset=foo\r\n\r\nother text\r\n--x--\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"field\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+AGE-\r\n--x--\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"field\"\r\nContent-Type: text/plain; charset=foo\r\n\r\nvalue\r\n--x--\r\n",
        "--x\r\nContent-Disposition: attachment\r\n\r\nvalue\r\n--x--\r\n",
        "--x\r\nContent-Disposition: nonsense; =\r\n\r\nvalue\r\n--x--\r\n",
        "--x\r\n: no name\r\n\r\nvalue\r\n--x--\r\n",
        "--x\r\n\r\nnothing\r\n--x--", "--x--", "--x", new('a', 20_000), new('{', 5_000), string.Concat(Enumerable.Repeat("a=b&", 3_000)),
    ];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Authorization", "Bearer"), ("Authorization", "Bearer a.b.c"), ("Authorization", "Basic Og=="),
            ("Authorization", "Bearer " + new string('x', 5_000)), ("Authorization", "Bearer é"),
        ("X-Request-Id", "é\t"), ("X-Request-Id", new string('r', 300)), ("X-Forwarded-For", "999.1.1.1, ::, \"x\""),
            ("X-Forwarded-Proto", "gopher"), ("Range", "bytes=5-1"), ("Range", "bytes=999999999999999999-"),
        ("If-Modified-Since", "yesterday"), ("If-None-Match", "\"\", *, W/"), ("Accept", "text/html;q=nonsense"),
            ("Accept-Encoding", "x, *;q=0"), ("Expect", "200-ok"), ("Origin", "null"), ("Origin", "https://evil.example.net"),
        ("Access-Control-Request-Method", "\"x"), ("Host", "127.0.0.1:99999"), ("Host", "["), ("Cookie", new string(';', 2_000)),
            ("Content-Encoding", "gzip"), ("Content-Language", "\"x\""), ("Transfer-Encoding", "chunked"),
        ("Content-Disposition", "form-data; name=\"" + new string('z', 500)), ("Upgrade", "h2c"), ("Connection", "upgrade, close"),
            ("TE", "x"),
    ];

    private static readonly string[] Methods =
        ["GET", "GET", "GET", "POST", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND"];

    [Fact(Timeout = Bounds.LongTest)]
    public async Task Whatever_is_sent_no_answer_is_a_500()
    {
        await using var scenario =
            await servers.NewScenarioAsync(migrate: true, ("LOGIN_ATTEMPTS_PER_MINUTE", "1000000"), ("SEARCH_CACHE_SECONDS", "0"));
        var api = await scenario.StartApiAsync();
        await scenario.StartWorkerAsync("worker");
        using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
        var known = await writer.AcceptedAsync("known.txt", "A document that is there, licitações included.");
        await writer.FinishedAsync(known);
        var operations = (await writer.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (
                Path: path.Name,
                Method: operation.Name.ToUpperInvariant(),
                Query: operation.Value.TryGetProperty("parameters", out var parameters)
                    ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query")
                        .Select(parameter => parameter.GetProperty("name").GetString()!).ToArray()
                    : [])))
            .Concat([("/", "GET", []), ("/metrics", "GET", []), ("/openapi/v1.json", "GET", []), ("/page.js", "GET", []),
                ("/nothing", "GET", ["q"])])
            .ToList();
        Assert.True(operations.Count > 12, "The description names its operations.");

        var seed = Environment.TickCount;
        output.WriteLine($"Fuzz: seed {seed}.");
        var token = writer.DefaultRequestHeaders.Authorization;
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = 8,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
        var statuses = new ConcurrentDictionary<int, int>();
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancellation) =>
        {
            var random = new Random(HashCode.Combine(seed, number));
            var (path, method, query) = operations[random.Next(operations.Count)];
            using var request = Make(random, api.Address, path, method, query, known, token);
            var told = $"{request.Method} {request.RequestUri!.PathAndQuery} {request.Content?.Headers} {request.Headers}";
            try
            {
                using var answer = await client.SendAsync(request, cancellation);
                statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
                // 501 is the server's own word for codings it does not know.
                if ((int)answer.StatusCode is 500 or > 503)
                    wrong.Enqueue($"{(int)answer.StatusCode}: {told}");
            }
            catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or UriFormatException)
            {
                // Refused half-way, or by the client, which does not send everything.
                statuses.AddOrUpdate(0, 1, (_, count) => count + 1);
            }
        });

        var counts = string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} of {pair.Key}"));
        output.WriteLine($"Fuzz: {Requests} requests, {counts}.");
        var errors = api.Log.Split('\n').Where(line => line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal)).Take(3);
        Assert.True(wrong.IsEmpty, $"Seed {seed}:\n{string.Join('\n', wrong.Take(20))}\n{string.Join('\n', errors)}");
        Assert.Empty(errors);
        Assert.True(statuses.Where(pair => pair.Key is >= 200 and < 300).Sum(pair => pair.Value) > Requests / 50,
            "Some requests are good ones.");
        Assert.False(api.Process.HasExited);
        Assert.Equal(HttpStatusCode.OK, (await writer.GetAsync("/health")).StatusCode);
    }

    private static HttpRequestMessage Make(Random random, Uri server, string path, string method, string[] query, Guid known,
        AuthenticationHeaderValue? token)
    {
        var target = new StringBuilder();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            target.Append('/').Append(segment[0] == '{' ? Segment(random, known) : random.Next(40) == 0 ? Text(random) : segment);
        if (target.Length == 0)
            target.Append('/');
        // Sent as they are: the server decides what a damaged escape is.
        var parameters = query.Where(_ => random.Next(4) > 0).Concat(random.Next(6) == 0 ? ["unknown", "q", "limit"] : [])
            .Select(name => random.Next(20) == 0 ? name : $"{name}={Text(random)}").ToList();
        if (parameters.Count > 0)
            target.Append('?').AppendJoin('&', parameters);

        var request = new HttpRequestMessage(
            new HttpMethod(random.Next(5) == 0 ? Pick(random, Methods) : method),
            new Uri($"{server.GetLeftPart(UriPartial.Authority)}{target}",
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (random.Next(5) > 0)
            request.Headers.Authorization = token;
        if (method is "POST" or "PUT" || random.Next(8) == 0)
        {
            request.Content = new ByteArrayContent(random.Next(6) == 0 ? Noise(random) : Samples.Utf8(Pick(random, Bodies)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Pick(random, Types));
        }

        while (random.Next(3) == 0)
        {
            var (name, value) = Headers[random.Next(Headers.Length)];
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static string Segment(Random random, Guid known) =>
        random.Next(3) == 0 ? known.ToString() : random.Next(2) == 0 ? Guid.NewGuid().ToString("N") : Text(random);

    // What has no escapes of its own is escaped, mostly; some of it is sent raw.
    private static string Text(Random random)
    {
        var text = Pick(random, Texts);
        return text.Contains('%', StringComparison.Ordinal) ? text.Replace(" ", "+", StringComparison.Ordinal) : Uri.EscapeDataString(text);
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 4_000)];
        random.NextBytes(noise);
        return noise;
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
