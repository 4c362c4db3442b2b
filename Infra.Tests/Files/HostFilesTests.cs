using System.Text;
using Infra.Files;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Files;

public sealed class HostFilesTests
{
    public static TheoryData<string, string> Servers
    {
        get
        {
            var servers = new TheoryData<string, string>();
            foreach (var system in SystemCatalogue.Names)
            {
                servers.Add(system, "dev");
                servers.Add(system, "prod");
            }

            return servers;
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Files_are_the_same_from_run_to_run(string system, string stack) =>
        Assert.Equal(Text(system, stack), Text(system, stack));

    [Theory]
    [MemberData(nameof(Servers))]
    public void Paths_are_unique_and_stay_below_the_release(string system, string stack)
    {
        var paths = HostFiles.Render(Of(system, stack)).Select(file => file.Path).ToArray();
        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.All(paths, path => Assert.Matches(@"^[A-Za-z0-9][A-Za-z0-9._/-]*\z", path));
        Assert.DoesNotContain(paths, path => path.Contains("..", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Text_has_line_feeds_only_and_ends_with_one(string system, string stack) => Assert.All(HostFiles.Render(Of(system, stack)), file =>
    {
        Assert.DoesNotContain('\r', file.Content);
        Assert.EndsWith("\n", file.Content, StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Servers))]
    public void User_data_fits(string system, string stack) =>
        Assert.True(Encoding.UTF8.GetByteCount(CloudInit.Render(Of(system, stack))) < 64 * 1024);

    [Theory]
    [MemberData(nameof(Servers))]
    public void User_data_says_nothing_about_a_version(string system, string stack) =>
        Assert.DoesNotContain(Of(system, stack).ImageTag, CloudInit.Render(Of(system, stack)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_laptop_gets_a_database_beside_the_services(string system, string stack)
    {
        var settings = Of(system, stack);
        var compose = LocalFiles.Render(settings, "..").Single(file => file.Path == "compose.yaml").Content;
        Assert.Equal(settings.System.Needs<Postgres>().Any(), compose.Contains("image: pgvector/pgvector:", StringComparison.Ordinal));
        Assert.DoesNotContain(compose.Split('\n'), line => line.Contains("host_ip", StringComparison.Ordinal) && !line.Contains("127.0.0.1", StringComparison.Ordinal));
    }

    private static string Text(string system, string stack) => string.Concat(HostFiles.Render(Of(system, stack)).Select(file => $"{file.Path}\n{file.Content}"));

    private static StackSettings Of(string system, string stack) => Plans.SettingsOf(stack, system, Topology.Droplet);
}
