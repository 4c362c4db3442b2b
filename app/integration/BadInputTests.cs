using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DocumentSearch.Tests;
using Microsoft.IdentityModel.Tokens;

namespace DocumentSearch.IntegrationTests;

/// <summary>Everything a stranger may send: the right status, nothing stored, nothing told, and the process lives.</summary>
[Collection(ServersCollection.Name)]
public sealed class BadInputTests(Servers servers) : IAsyncLifetime
{
    private Scenario _scenario = null!;
    private RunningService _api = null!;
    private HttpClient _writer = null!;

    public async Task InitializeAsync()
    {
        _scenario = await servers.NewScenarioAsync();
        _api = await _scenario.StartApiAsync();
        _writer = await Scenario.ClientAsync(_api, Scenario.Writer);
    }

    public async Task DisposeAsync()
    {
        try
        {
            Assert.False(_api.Process.HasExited, _api.Log);
            Assert.Equal(HttpStatusCode.OK, (await _writer.GetAsync("/health")).StatusCode);
            Assert.DoesNotContain("\"LogLevel\":\"Error\"", _api.Log, StringComparison.Ordinal);
        }
        finally
        {
            _writer.Dispose();
            await _scenario.DisposeAsync();
        }
    }

    public static TheoryData<string, byte[], HttpStatusCode> Files => new()
    {
        { "empty.txt", [], HttpStatusCode.UnprocessableEntity },
        { "space.txt", Samples.Utf8("  \n "), HttpStatusCode.UnprocessableEntity },
        { "broken.txt", [.. Samples.Utf8("caf"), 0xe9, .. Samples.Utf8(" au lait")], HttpStatusCode.UnprocessableEntity },
        { "image.txt", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0], HttpStatusCode.UnsupportedMediaType },
        { "report.pdf", Samples.Utf8("%PDF-1.7\n%âãÏÓ"), HttpStatusCode.UnsupportedMediaType },
        { "program.md", [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1], HttpStatusCode.UnsupportedMediaType },
        { "archive.docx", Samples.Zip(("evil/../../x", [1])), HttpStatusCode.UnsupportedMediaType },
        { "bomb.docx", Samples.ZipBomb(200 * 1024 * 1024), HttpStatusCode.RequestEntityTooLarge },
        { "cut.docx", Samples.Docx(new string('x', 9_000))[..200], HttpStatusCode.UnprocessableEntity },
    };

    [Theory(Timeout = Bounds.Test)]
    [MemberData(nameof(Files))]
    public async Task A_bad_file_is_refused_and_nothing_is_stored(string name, byte[] content, HttpStatusCode status)
    {
        using var answer = await _writer.UploadAsync(name, content);
        await answer.ProblemAsync(status);
        await AssertNothingStoredAsync();
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_hundred_megabytes_are_refused_without_being_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/documents");
        request.Content = new MultipartFormDataContent { { new ByteArrayContent(new byte[100 * 1024 * 1024]), "file", "large.txt" } };
        request.Headers.ExpectContinue = true;
        using var answer = await _writer.SendAsync(request);
        await answer.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        await AssertNothingStoredAsync();
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_hundred_megabytes_without_a_length_are_cut_off()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/documents");
        request.Content = new MultipartFormDataContent { { new StreamContent(new EndlessStream(100 * 1024 * 1024)), "file", "large.txt" } };
        request.Headers.TransferEncodingChunked = true;
        try
        {
            using var answer = await _writer.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The connection was closed while the client was still sending: just as good.
        }

        await AssertNothingStoredAsync();
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("..\\..\\boot.ini", "boot.ini")]
    [InlineData("/etc/shadow", "shadow")]
    public async Task A_path_in_a_file_name_is_a_name_only(string name, string expected)
    {
        var id = await _writer.AcceptedAsync(name, $"Content of {expected}");
        Assert.Equal(expected, await _scenario.ValueAsync<string>($"SELECT name FROM documents WHERE id = '{id}'"));
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_form_that_is_no_form_is_refused()
    {
        using var json = await _writer.PostAsync("/api/v1/documents", new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Contains(json.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnsupportedMediaType });
        using var nothing = await _writer.PostAsync("/api/v1/documents", new MultipartFormDataContent { { new StringContent("x"), "other" } });
        await nothing.ProblemAsync(HttpStatusCode.BadRequest);
        using var two = await _writer.PostAsync("/api/v1/documents", new MultipartFormDataContent { { new ByteArrayContent([65]), "file", "a" }, { new ByteArrayContent([66]), "file", "b" } });
        await two.ProblemAsync(HttpStatusCode.BadRequest);
        var broken = new StringContent("--x\r\nnonsense");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=y");
        using var damaged = await _writer.PostAsync("/api/v1/documents", broken);
        await damaged.ProblemAsync(HttpStatusCode.BadRequest);
        await AssertNothingStoredAsync();
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("'; DROP TABLE documents; --")]
    [InlineData("\" OR 1=1 --")]
    [InlineData("a & | ! ( ) : * <-> b")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("%' AND sleep(10) --")]
    [InlineData("$1 $2 \\x00 {0}")]
    [InlineData("\ue000\ue001")]
    [InlineData("😀 ́")]
    [InlineData("%ED%A0%80")]
    public async Task Queries_are_text_whatever_they_look_like(string query)
    {
        Assert.Empty(await _writer.SearchAsync(query));
        Assert.Equal(0, await _scenario.ValueAsync<long>("SELECT count(*) FROM documents"));
    }

    /// <summary>PostgreSQL takes each for "not" of what follows, and ends with "tsquery is too complex" at 32 of them.</summary>
    [Theory(Timeout = Bounds.Test)]
    [InlineData("-")]
    [InlineData("- ")]
    [InlineData("-.")]
    [InlineData("-\"\"")]
    [InlineData("-\" ")]
    [InlineData("\"-")]
    public async Task Hyphens_without_a_word_are_no_search(string marks)
        => Assert.Empty(await _writer.SearchAsync(string.Concat(Enumerable.Repeat(marks, 300))));

    [Fact(Timeout = Bounds.Test)]
    public async Task A_query_that_cannot_be_one_is_refused()
    {
        foreach (var parameters in new[] { "", "q=", "q=%20", "q=" + new string('a', 10_000), "q=a%00b", "q=a&limit=0", "q=a&limit=51", "q=a&limit=x", "q=a&lang=de" })
        {
            using var answer = await _writer.GetAsync($"/api/v1/search?{parameters}");
            await answer.ProblemAsync(HttpStatusCode.BadRequest);
        }
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("application/json; charset=foo")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded; charset=foo")]
    [InlineData("application/x-www-form-urlencoded; charset=iso-8859-1")]
    [InlineData("application/x-www-form-urlencoded; charset=\"utf-7\"")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-32")]
    public async Task A_body_in_another_encoding_is_refused(string type)
    {
        var body = new ByteArrayContent(Samples.Utf8("client_id=web&client_secret=no"));
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await _writer.PostAsync("/api/v1/token", body);
        Assert.Contains("UTF-8", await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("charset=utf-8")]
    [InlineData("charset=UTF-8")]
    [InlineData("charset=\"utf-8\"")]
    public async Task UTF8_may_be_said(string parameter)
    {
        var body = new ByteArrayContent(Samples.Utf8("client_id=web&client_secret=no"));
        body.Headers.TryAddWithoutValidation("Content-Type", $"application/x-www-form-urlencoded; {parameter}");
        using var answer = await _writer.PostAsync("/api/v1/token", body);
        await answer.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task Tokens_that_are_not_ours_are_refused()
    {
        var good = _writer.DefaultRequestHeaders.Authorization!.Parameter!.Split('.');
        var none = Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        var forged = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(good[1]).Replace("loader", "admin", StringComparison.Ordinal));
        await using var shortLived = _scenario.With(("JWT_SECRET_KEY", new string('z', 64)));
        var otherKey = await shortLived.StartApiAsync();
        using var other = await Scenario.ClientAsync(otherKey, Scenario.Writer);

        foreach (var token in new[]
        {
            $"{none}.{good[1]}.",
            $"{none}.{good[1]}.{good[2]}",
            $"{good[0]}.{forged}.{good[2]}",
            $"{good[0]}.{good[1]}.",
            $"{good[0]}.{good[1]}",
            other.DefaultRequestHeaders.Authorization!.Parameter!,
            new string('a', 8_000),
            "x",
        })
        {
            using var client = await Scenario.ClientAsync(_api, "");
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await client.GetAsync("/api/v1/documents");
            await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Fact(Timeout = Bounds.Test)]
    public async Task A_token_request_that_is_none_is_refused()
    {
        foreach (var (body, type) in new[] { ("", "application/json"), ("{", "application/json"), ("null", "application/json"), ("[]", "application/json"), ("{\"client_id\":{}}", "application/json"), ("a=b", "application/x-www-form-urlencoded") })
        {
            using var answer = await _writer.PostAsync("/api/v1/token", new StringContent(body, Encoding.UTF8, type));
            await answer.ProblemAsync(HttpStatusCode.BadRequest);
        }

        using var large = await _writer.PostAsync("/api/v1/token", new StringContent(new string(' ', 100_000), Encoding.UTF8, "application/json"));
        await large.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory(Timeout = Bounds.Test)]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/api/v1/documents/..%2f..")]
    [InlineData("/appsettings.json")]
    [InlineData("/document-search.dll")]
    public async Task Paths_do_not_lead_out_of_the_page(string path)
    {
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler) { BaseAddress = _api.Address };
        using var answer = await client.GetAsync(new Uri(_api.Address + path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized });
    }

    private async Task AssertNothingStoredAsync()
    {
        Assert.Equal(0, await _scenario.ValueAsync<long>("SELECT count(*) FROM documents"));
        using var store = _scenario.OpenFiles();
        var files = 0;
        await foreach (var _ in store.OlderThanAsync(DateTimeOffset.UtcNow.AddDays(1), CancellationToken.None))
            files++;
        Assert.Equal(0, files);
    }

    /// <summary>Letters without end, up to a length nobody is told.</summary>
    private sealed class EndlessStream(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            Array.Fill(buffer, (byte)'a', offset, read);
            _left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
