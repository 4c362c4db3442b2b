using Infra.Files;
using Infra.Files.Compose;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Tests.Files.Compose;

public sealed class HostComposeTests
{
    public static TheoryData<string> Systems => [.. SystemCatalogue.Names];

    [Theory]
    [MemberData(nameof(Systems))]
    public void PL_07_every_container_is_confined(string system) =>
        Assert.All(Of(system).Services.Where(entry => !KeepsLogs(entry.Value)), entry =>
    {
        var service = entry.Value;
        Assert.True(service.ReadOnly, $"{entry.Key} can write to its file system");
        Assert.Equal("ALL", string.Join(",", service.CapDrop));
        Assert.Contains("no-new-privileges:true", service.SecurityOpt);
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", service.User);
        Assert.NotEqual("0m", service.Deploy.Resources.Limits.Memory);
        Assert.Matches(":[^:]*[0-9]", service.Image);
    });

    [Theory]
    [MemberData(nameof(Systems))]
    public void PL_08_only_the_edge_is_open_to_the_world(string system)
    {
        var compose = Of(system);
        var open = compose.Services
            .Where(service => service.Value.Ports is { } ports && ports.Any(port => port.HostIp != "127.0.0.1"))
            .Select(service => service.Key);
        Assert.Equal("nginx", string.Join(",", open));
        Assert.True(compose.Networks["data"].Internal);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void What_serves_traffic_comes_in_two_colours(string system)
    {
        var compose = Of(system);
        var serving = Plans.SettingsOf("prod", system, Topology.Droplet).System
            .ServicesIn(Topology.Droplet).Where(service => service.ServesTraffic);
        Assert.All(serving, service =>
        {
            Assert.Equal("blue", string.Join(",", compose.Services[$"{service.Name}-blue"].Profiles!.Value));
            Assert.Equal("green", string.Join(",", compose.Services[$"{service.Name}-green"].Profiles!.Value));
        });
    }

    /// <summary>Compose keeps a container whose description is the same, so what is read at the start only has to be in it.</summary>
    [Theory]
    [MemberData(nameof(Systems))]
    public void What_a_container_reads_at_its_start_makes_another_container_when_it_changes(string system)
    {
        var settings = Plans.SettingsOf("prod", system, Topology.Droplet);
        var files = HostFiles.Configuration(settings);
        var before = HostCompose.Of(settings, files);
        var read = before.Services
            .SelectMany(service => (service.Value.Volumes ?? []).Select(mount => (Service: service.Key, Mount: mount)))
            .Where(entry => entry.Mount.Source.Contains("/etc/", StringComparison.Ordinal) && !entry.Mount.IsFollowed)
            .Select(entry => (entry.Service, Path: entry.Mount.Source.Split("/etc/")[1]))
            .ToArray();
        Assert.Contains("prometheus", read.Select(entry => entry.Service));
        Assert.All(read, entry =>
        {
            var index = Enumerable.Range(0, files.Length).First(number =>
                files[number].Path == entry.Path || files[number].Path.StartsWith($"{entry.Path}/", StringComparison.Ordinal));
            var after = HostCompose.Of(settings, files.SetItem(index, files[index] with { Content = files[index].Content + "#\n" }));
            Assert.NotEqual(
                before.Services[entry.Service].Labels!["configuration"], after.Services[entry.Service].Labels!["configuration"]);
            Assert.Null(after.Services["nginx"].Labels); // It is reloaded: another container would be a second without an edge.
        });
    }

    [Theory]
    [InlineData("document-search", "10m", "3")]
    [InlineData("web-platform", "100m", "10")]
    public void DS_08_and_WP_04_logs_rotate(string system, string size, string files) => Assert.All(Of(system).Services.Values, service =>
    {
        Assert.Equal(size, service.Logging.Options["max-size"]);
        Assert.Equal(files, service.Logging.Options["max-file"]);
    });

    [Fact]
    public void DS_02_two_document_workers_of_one_gibibyte()
    {
        var worker = Of("document-search").Services["worker-documents"];
        Assert.Equal("${REPLICAS_WORKER_DOCUMENTS:-2}", worker.Deploy.Replicas);
        Assert.Equal("1024m", worker.Deploy.Resources.Limits.Memory);
        Assert.Equal("512m", worker.Deploy.Resources.Reservations.Memory);
    }

    [Fact]
    public void Secrets_are_files_that_the_environment_names()
    {
        var api = Of("document-search").Services["api-blue"];
        Assert.Equal("/run/secrets/jwt-secret-key", api.Environment!["JWT_SECRET_KEY_FILE"]);
        Assert.DoesNotContain("JWT_SECRET_KEY_FILE", Of("document-search").Services["worker-cleanup"].Environment!.Keys);
    }

    /// <summary>Compose compares the path of a mount with that of the container, and not the file of one of its own secrets: those it would
    /// leave as they are.</summary>
    [Fact]
    public void Secrets_are_mounts_of_the_service_s_own_directory_so_that_another_secret_is_another_container()
    {
        static bool NamesFile(KeyValuePair<string, string> variable) => variable.Key.EndsWith("_FILE", StringComparison.Ordinal);
        var readers = Of("document-search").Services
            .Where(service => service.Value.Environment?.Any(NamesFile) == true)
            .ToDictionary();
        Assert.Equal(["api-blue", "api-green", "grafana", "migrate", "worker-cleanup", "worker-documents"], readers.Keys.Order());
        Assert.All(readers, service =>
        {
            var owner = service.Key.Replace("-blue", "", StringComparison.Ordinal).Replace("-green", "", StringComparison.Ordinal);
            var mount = Assert.Single(service.Value.Volumes!.Value, mount => mount.Source == $"./run/{owner}/secrets");
            Assert.True(mount.ReadOnly);
            Assert.All(
                service.Value.Environment!.Where(NamesFile),
                variable => Assert.StartsWith($"{mount.Target}/", variable.Value, StringComparison.Ordinal));
        });
    }

    /// <summary>Elastic's images write beside their programs, and Filebeat reads files of root: they are switched on apart, by a
    /// profile.</summary>
    private static bool KeepsLogs(ComposeService service) => service.Profiles is { } profiles && profiles.Contains("logging");

    private static ComposeFile Of(string system) => Of(Plans.SettingsOf("prod", system, Topology.Droplet));

    private static ComposeFile Of(StackSettings settings) => HostCompose.Of(settings, HostFiles.Configuration(settings));
}
