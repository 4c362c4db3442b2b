using System.Runtime.InteropServices;
using System.Text.Json;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Embeddings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DocumentSearch.Tests;

/// <summary>The adapter against a server on loopback that speaks the embeddings protocol of OpenAI.</summary>
public sealed class OpenAiEmbeddingTests : IAsyncLifetime
{
    private readonly List<JsonElement> _requests = [];
    private WebApplication _server = null!;
    private Uri _address = null!;
    private int _status = StatusCodes.Status200OK;
    private string _refused = "";
    private (string Text, string Type)? _body;
    private TimeSpan _delay;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/v1/embeddings", async (JsonElement request, HttpRequest http) =>
        {
            await Task.Delay(_delay, http.HttpContext.RequestAborted);
            Assert.Equal("Bearer test-key", http.Headers.Authorization.ToString());
            _requests.Add(request);
            var data = request.GetProperty("input").EnumerateArray().Select((text, index) => new
            {
                @object = "embedding",
                index,
                embedding = Convert.ToBase64String(MemoryMarshal.AsBytes<float>([text.GetString()!.Length, index])),
            });
            if (_body is { } body)
                return Results.Text(body.Text, body.Type);
            if (request.GetProperty("input").EnumerateArray().Any(text => text.GetString() == _refused))
                return Results.Json(new { error = new { message = "no" } }, statusCode: StatusCodes.Status400BadRequest);
            // The order of the answer is told by the index, not by the position.
            return _status == StatusCodes.Status200OK
                ? Results.Json(new { @object = "list", data = data.Reverse(), model = "m", usage = new { prompt_tokens = 1, total_tokens = 1 } })
                : Results.Json(new { error = new { message = "no" } }, statusCode: _status);
        });
        await _server.StartAsync();
        _address = new Uri(((IApplicationBuilder)_server).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Texts_get_their_vectors_in_order_with_the_configured_model_and_dimension()
    {
        using var generator = Generator();

        var embeddings = await generator.GenerateAsync(["one", "three"]);

        Assert.Equal([[3f, 0f], [5f, 1f]], embeddings.Select(embedding => embedding.Vector.ToArray()));
        var request = Assert.Single(_requests);
        Assert.Equal(("m", 2), (request.GetProperty("model").GetString(), request.GetProperty("dimensions").GetInt32()));
    }

    [Fact]
    public void The_recorded_name_tells_the_provider_apart_from_the_local_model()
    {
        using var generator = Generator();
        var metadata = Assert.IsType<EmbeddingGeneratorMetadata>(generator.GetService(typeof(EmbeddingGeneratorMetadata)));
        Assert.Equal(("openai:m", 2), (metadata.DefaultModelId, metadata.DefaultModelDimensions));
    }

    [Theory]
    [InlineData(StatusCodes.Status401Unauthorized, true)]
    [InlineData(StatusCodes.Status404NotFound, true)]
    [InlineData(StatusCodes.Status429TooManyRequests, true)]
    [InlineData(StatusCodes.Status400BadRequest, false)]
    public async Task A_refusal_that_is_not_about_the_text_costs_no_attempt(int status, bool transient)
    {
        _status = status;
        using var generator = Generator();
        var failure = await Assert.ThrowsAsync<System.ClientModel.ClientResultException>(() => generator.GenerateAsync(["text"]));
        Assert.Equal(transient, DependencyFailure.Of(failure) == Dependency.Model);
    }

    [Fact]
    public async Task A_text_is_bad_only_when_the_model_takes_another()
    {
        using var generator = Generator();
        var embedder = new Embedder(generator, new DependencyGuard(Dependency.Model, TimeProvider.System));
        _refused = "poison";
        var verdict = await Assert.ThrowsAsync<System.ClientModel.ClientResultException>(() => embedder.DocumentAsync(["poison"], CancellationToken.None));
        Assert.Null(DependencyFailure.Of(verdict));

        // A wrong dimension, say: nothing is taken any more.
        _status = StatusCodes.Status400BadRequest;
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => embedder.DocumentAsync(["harmless"], CancellationToken.None));
        Assert.Equal(Dependency.Model, failure.Dependency);
    }

    [Theory]
    [InlineData("<html>Sign in</html>", "text/html")]
    [InlineData("{}", "application/json")]
    [InlineData("""{"object":"list","data":[],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""", "application/json")]
    public async Task An_answer_that_is_no_answer_is_the_fault_of_the_model_and_not_of_the_text(string body, string type)
    {
        _body = (body, type);
        using var generator = Generator();
        var embedder = new Embedder(generator, new DependencyGuard(Dependency.Model, TimeProvider.System));
        var failure = await Assert.ThrowsAsync<DependencyUnavailableException>(() => embedder.DocumentAsync(["text"], CancellationToken.None));
        Assert.Equal(Dependency.Model, failure.Dependency);
    }

    [Fact]
    public async Task A_query_does_not_wait_for_a_model_that_does_not_answer()
    {
        _delay = TimeSpan.FromSeconds(20);
        using var generator = Generator();
        var embedder = new Embedder(generator, new DependencyGuard(Dependency.Model, TimeProvider.System));
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => embedder.QueryAsync("query", CancellationToken.None));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 1, 5);
    }

    private OpenAiEmbeddingGenerator Generator() => new(new EmbeddingSettings("test-key", _address, "m", Dimensions: 2));
}
