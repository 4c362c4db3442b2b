using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Facts.Compose;

/// <summary>A container of a Compose project as Compose and the engine read it: short and long forms, numbers as text, names as
/// users.</summary>
public sealed partial record ComposeContainer
{
    private readonly IReadOnlyDictionary<string, object?> written;
    private readonly IReadOnlyDictionary<string, object?> content;

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What the project says of it.</param>
    public ComposeContainer(string name, object? content)
    {
        Name = name;
        written = ComposeValue.Map(content);
        this.content = ComposeValue.Map(ComposeVariables.WithDefaults(written));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its image as it is written, with its variables.</summary>
    public string Image => ComposeValue.Text(written.GetValueOrDefault("image"));

    /// <summary>Profiles without which it is left alone.</summary>
    public ImmutableArray<string> Profiles => Texts("profiles");

    /// <summary>Number of its user; none where the image decides, or where it is a name that only the image knows.</summary>
    public long? User => Part(0);

    /// <summary>Number of its group; none where the image decides: root's, mostly.</summary>
    public long? Group => Part(1);

    /// <summary>Whether only a variable tells its user.</summary>
    public bool HasUnknownUser => ComposeVariables.IsUnknown(Text("user"));

    /// <summary>Whether only a variable tells its image, or a part of it.</summary>
    public bool HasUnknownImage => ComposeVariables.IsUnknown(KnownImage);

    /// <summary>Its image with the defaults of variables in their places.</summary>
    public string KnownImage => Text("image");

    /// <summary>Ports that are open on the server.</summary>
    public IEnumerable<ComposePublished> Published => Items("ports").Select(ComposePublished.Read);

    /// <summary>Whose network it has instead of networks of its own: <c>none</c>, <c>host</c>, <c>service:NAME</c>; mostly empty.</summary>
    public string NetworkMode => Text("network_mode");

    /// <summary>Names of the networks that it asks for; none for the default one.</summary>
    public ImmutableArray<string> NetworkNames => content.GetValueOrDefault("networks") is IReadOnlyDictionary<string, object?> map
        ? [.. map.Keys] : Texts("networks");

    /// <summary>Whether its image is made here; then the name of the image is its own.</summary>
    public bool IsBuilt => ComposeValue.IsSaid(content.GetValueOrDefault("build"));

    /// <summary>Whether it says what is run in it. What does not is a part of a container in another file.</summary>
    public bool IsWhole => new[] { "image", "build", "provider" }.Any(name => ComposeValue.IsSaid(content.GetValueOrDefault(name)));

    /// <summary>Whether its root file system is read-only.</summary>
    public bool ReadOnly => Flag("read_only");

    /// <summary>Whether it has all that the server has.</summary>
    public bool Privileged => Flag("privileged");

    /// <summary>Whether all capabilities are taken away.</summary>
    public bool DropsAll => Texts("cap_drop").Any(name => name.Equals("ALL", StringComparison.OrdinalIgnoreCase));

    /// <summary>Capabilities that it is given.</summary>
    public ImmutableArray<string> AddedCapabilities => Texts("cap_add");

    /// <summary>Whether no program in it may gain privileges; of several words the last one counts.</summary>
    public bool KeepsPrivileges => Texts("security_opt").Select(Option).LastOrDefault(option =>
        option.Name == "no-new-privileges") is { Value: "" or "true" };

    /// <summary>What keeps it in its place and is off: seccomp, AppArmor, labels of SELinux, masked paths.</summary>
    public IEnumerable<string> Unconfined => Texts("security_opt").Select(Option)
        .Where(option => option.Value is "unconfined" or "disable").Select(option => option.Name);

    /// <summary>Namespaces that it shares with the server or with another container, by the name of the setting.</summary>
    public IEnumerable<string> SharedNamespaces => new[] { "network_mode", "pid", "ipc", "uts", "userns_mode", "cgroup" }
        .Where(name => Text(name) is "host" || Text(name).StartsWith("container:", StringComparison.Ordinal)
            || Text(name).StartsWith("service:", StringComparison.Ordinal));

    /// <summary>Devices, settings of the kernel, groups and weights that reach past it.</summary>
    public IEnumerable<string> Reaches => new[] { "devices", "device_cgroup_rules", "sysctls", "group_add", "cgroup_parent",
        "oom_kill_disable", "runtime", "credential_spec", "gpus" }
        .Where(name => ComposeValue.IsSaid(content.GetValueOrDefault(name)) && Text(name) != "false");

    /// <summary>Directories, files and volumes that it has.</summary>
    public IEnumerable<ComposeMount> Mounts => Items("volumes").Select(ComposeMount.Read);

    /// <summary>Directories in memory, each as <c>path</c> or <c>path:options</c>.</summary>
    public ImmutableArray<string> Tmpfs => Texts("tmpfs");

    /// <summary>Variables that it is given; null is the value of one that is taken from whoever starts it.</summary>
    public IReadOnlyDictionary<string, string?> Environment => ComposeValue.Pairs(content.GetValueOrDefault("environment"))
        .ToDictionary(entry => entry.Key, entry => entry.Value is null ? null : ComposeValue.Text(entry.Value));

    /// <summary>Most memory in bytes; none for as much as there is.</summary>
    public double? MemoryLimit => Bytes(Deploy("limits", "memory")) ?? Bytes(Text("mem_limit"));

    /// <summary>Memory in bytes that is kept for it.</summary>
    public double? MemoryReserved => Bytes(Deploy("reservations", "memory"));

    /// <summary>Most processors; none for as many as there are.</summary>
    public double? CpuLimit => Number(Deploy("limits", "cpus")) ?? Number(Text("cpus"));

    /// <summary>Processors that are kept for it.</summary>
    public double? CpuReserved => Number(Deploy("reservations", "cpus"));

    /// <summary>Most processes; none for as many as there may be.</summary>
    public double? ProcessLimit => Number(Deploy("limits", "pids")) ?? Number(Text("pids_limit"));

    /// <summary>When the engine starts it again.</summary>
    public string Restart => Text("restart") is { Length: > 0 } restart ? restart : "no";

    /// <summary>Seconds that it gets to stop.</summary>
    public double StopGrace => Seconds(Text("stop_grace_period")) ?? 10;

    /// <summary>Whether the engine asks it for its health.</summary>
    public bool IsAsked => !ComposeValue.IsTrue(Health("disable")) && HealthWords is [not "NONE", { Length: > 0 }, ..];

    /// <summary>The words by which it is asked for its health; the first one is <c>CMD</c>, <c>CMD-SHELL</c> or <c>NONE</c>.</summary>
    public ImmutableArray<string> HealthWords => Health("test") is string text ? ["CMD-SHELL", text] : ComposeValue.Texts(Health("test"));

    /// <summary>Longest time in seconds until what has stopped to answer counts as ill.</summary>
    public double NoticesIllness =>
        ((Seconds($"{Health("interval")}") ?? 30) * (Number($"{Health("retries")}") ?? 3)) + (Seconds($"{Health("timeout")}") ?? 30);

    /// <summary>Seconds of its start in which failures do not count.</summary>
    public double StartPeriod => Seconds($"{Health("start_period")}") ?? 0;

    /// <summary>Whether every log that is kept is of bounded size, and how large all of them together may get, in bytes; none for no
    /// bound.</summary>
    public double? LogSize => At("logging", "driver") as string is "json-file" or "local"
        && Bytes($"{At("logging", "options", "max-size")}") is { } size
        && Number($"{At("logging", "options", "max-file")}") is { } files ? size * files : null;

    /// <summary>Containers that have to be there first, with what is waited for: those that it names, and those of which it has
    /// something.</summary>
    public IEnumerable<(string Name, string Condition)> Waits => Named
        .Concat(Shared.Select(name => (Name: name, Condition: "service_started")))
        .DistinctBy(wait => wait.Name);

    private IEnumerable<(string Name, string Condition)> Named => content.GetValueOrDefault("depends_on") switch
    {
        IReadOnlyDictionary<string, object?> map => map.Select(entry =>
            (entry.Key, ComposeValue.Map(entry.Value).GetValueOrDefault("condition") as string ?? "service_started")),
        _ => Texts("depends_on").Select(name => (name, "service_started")),
    };

    private IEnumerable<string> Shared => new[] { "network_mode", "pid", "ipc" }
        .Where(name => Text(name).StartsWith("service:", StringComparison.Ordinal)).Select(name => Text(name)["service:".Length..])
        .Concat(Texts("links").Select(link => link.Split(':')[0]))
        .Concat(Texts("volumes_from").Where(source => !source.StartsWith("container:", StringComparison.Ordinal))
            .Select(source => source.Split(':')[0]));

    /// <summary>Files with variables.</summary>
    public ImmutableArray<string> EnvironmentFiles => content.GetValueOrDefault("env_file") is string file ? [file]
        : [.. Items("env_file").Select(item => item as string ?? ComposeValue.Text(ComposeValue.Map(item).GetValueOrDefault("path")))
            .Where(path => path.Length > 0)];

    /// <summary>Words that its program is started with: of <c>entrypoint</c> and <c>command</c>, where they are given.</summary>
    public ImmutableArray<string> Words => [.. WordsOf("entrypoint"), .. WordsOf("command")];

    /// <summary>How many of it run: a number, or a variable with its default; empty for one.</summary>
    public string Replicas => ComposeValue.Text(At(written, "deploy", "replicas") ?? written.GetValueOrDefault("scale"));

    private long? Part(int position) => Text("user").Split(':') is var parts && parts.Length > position
        && long.TryParse(parts[position], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string Text(string name) => ComposeValue.Text(content.GetValueOrDefault(name));

    private bool Flag(string name) => ComposeValue.IsTrue(content.GetValueOrDefault(name));

    private IEnumerable<object?> Items(string name) => ComposeValue.Items(content.GetValueOrDefault(name));

    private ImmutableArray<string> Texts(string name) => ComposeValue.Texts(content.GetValueOrDefault(name));

    // A text is taken apart as a shell does.
    private IEnumerable<string> WordsOf(string name) => content.GetValueOrDefault(name) is string text
        ? ShellWord().Matches(text).Select(word => ShellQuote().Replace(word.Value, "$1$2")) : Texts(name);

    private object? At(params ReadOnlySpan<string> path) => At(content, path);

    private static object? At(object? value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            value = ComposeValue.Map(value).GetValueOrDefault(name);
        }

        return value;
    }

    private string Deploy(string part, string name) => ComposeValue.Text(At("deploy", "resources", part, name));

    private object? Health(string name) => At("healthcheck", name);

    private static (string Name, string Value) Option(string text) =>
        text.IndexOfAny([':', '=']) is var end and > 0 ? (text[..end], text[(end + 1)..]) : (text, "");

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number : null;

    // Sizes as the engine reads them: 1024m, 1gb, 512k.
    private static double? Bytes(string text) => Size().Match(text) is { Success: true } size && Number(size.Groups[1].Value) is { } number
        ? number * Math.Pow(1024, "bkmgt".IndexOf(size.Groups[2].Value.ToLowerInvariant().PadRight(1, 'b')[0], StringComparison.Ordinal))
            : null;

    private static double? Seconds(string text)
    {
        var parts = Span().Matches(text);
        return parts.Count == 0 ? null : parts.Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture)
            * part.Groups[2].Value switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 0.001, "d" => 86400, _ => 0.000001 });
    }

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex ShellWord();

    [GeneratedRegex("""
        "([^"]*)"|'([^']*)'
        """)]
    private static partial Regex ShellQuote();

    [GeneratedRegex(@"^([0-9.]+)\s*([bkmgtBKMGT]?)[bB]?$")]
    private static partial Regex Size();

    [GeneratedRegex(@"([0-9.]+)(h|ms|us|m|s|d)")]
    private static partial Regex Span();
}
