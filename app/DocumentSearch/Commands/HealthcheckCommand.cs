namespace DocumentSearch.Commands;

/// <summary><c>healthcheck</c>: asks a running service, for images without a shell.</summary>
internal static class HealthcheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>0 when every address answers with success, else 1.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<Uri> addresses, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        var failed = false;
        foreach (var address in addresses)
        {
            try
            {
                using var answer = await client.GetAsync(address, cancellation);
                if (answer.IsSuccessStatusCode)
                    continue;
                failed = true;
                await Console.Error.WriteLineAsync($"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}");
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                failed = true;
                await Console.Error.WriteLineAsync($"{address}: {exception.Message}");
            }
        }

        return failed ? 1 : 0;
    }
}
