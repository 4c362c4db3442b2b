using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Xunit.Abstractions;

namespace DocumentSearch.IntegrationTests;

[Collection(ServersCollection.Name)]
public sealed class UploadSpaceTests(Servers servers, ITestOutputHelper output)
{
    private const int Uploads = 8;
    private const int UploadBytes = 14 * 1024 * 1024;

    [Fact(Timeout = Bounds.Test)]
    public async Task Uploads_at_once_are_taken_or_told_to_come_back_however_small_the_temporary_directory()
    {
        var directory = Directory.CreateTempSubdirectory("uploads-").FullName;
        // As large as the rendered container has it.
        Run("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", directory);
        try
        {
            await using var scenario = await servers.NewScenarioAsync(migrate: true, ("TMPDIR", directory));
            var api = await scenario.StartApiAsync();
            using var writer = await Scenario.ClientAsync(api, Scenario.Writer);
            var answers = await Task.WhenAll(Enumerable.Range(0, Uploads).Select(async number =>
            {
                // Few words and much space, so that it is neither too long nor the same as another.
                var content = new byte[UploadBytes];
                Array.Fill(content, (byte)' ');
                Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).Select(letter => (byte)letter).ToArray().CopyTo(content, number);
                return await writer.UploadAsync($"{number}.txt", content);
            }));
            output.WriteLine($"| {Uploads} uploads of 14 MiB at once, 80 MiB of temporary directory | {string.Join(' ', answers.Select(answer => (int)answer.StatusCode))} |");
            Assert.All(answers, answer => Assert.True(
                answer.StatusCode == HttpStatusCode.Accepted || (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null),
                $"{(int)answer.StatusCode}"));
            Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        }
        finally
        {
            Run("umount", "--lazy", directory);
            Directory.Delete(directory);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)), $"Not within 30 s: {program} {string.Join(' ', arguments)}.");
        Assert.Equal(0, process.ExitCode);
    }
}
