using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace DocumentSearch.IntegrationTests;

/// <summary>What tests do with documents.</summary>
public static class Uploads
{
    public static Task<HttpResponseMessage> UploadAsync(this HttpClient client, string name, byte[] content)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return client.PostAsync("/api/v1/documents", new MultipartFormDataContent { { file, "file", name } });
    }

    public static async Task<Guid> AcceptedAsync(this HttpClient client, string name, string text)
        => await client.AcceptedAsync(name, Encoding.UTF8.GetBytes(text));

    public static async Task<Guid> AcceptedAsync(this HttpClient client, string name, byte[] content)
    {
        using var answer = await client.UploadAsync(name, content);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    public static async Task<JsonElement> FinishedAsync(this HttpClient client, Guid id, int seconds = 30)
    {
        JsonElement document = default;
        await Wait.UntilAsync(
            async () =>
            {
                document = await client.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{id}");
                return document.GetProperty("status").GetString() is "ready" or "failed";
            },
            $"document {id} is finished",
            seconds: seconds);
        return document;
    }

    public static async Task<JsonElement[]> SearchAsync(this HttpClient client, string query, string parameters = "")
    {
        using var answer = await client.GetAsync($"/api/v1/search?q={Uri.EscapeDataString(query)}{parameters}");
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results").EnumerateArray()];
    }

    /// <summary>The identifier in an answer.</summary>
    public static async Task<Guid> IdAsync(this HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

    /// <summary>The first document of a search's answer; empty when there is none.</summary>
    public static async Task<Guid> FirstAsync(this HttpResponseMessage answer)
    {
        var results = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results");
        return results.GetArrayLength() > 0 ? results[0].GetProperty("documentId").GetGuid() : Guid.Empty;
    }

    public static async Task<string> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} instead of {(int)status}: {body}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), problem.GetProperty("requestId").GetString());
        // Nothing of the inside: no types, no stack, no servers.
        Assert.DoesNotMatch("Exception|   at |Npgsql|127\\.0\\.0\\.1:", body);
        return problem.GetProperty("detail").GetString()!;
    }
}
