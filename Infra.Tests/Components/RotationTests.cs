using System.Collections;
using System.Collections.Concurrent;
using Infra.Components;
using Infra.Planning;
using Infra.Settings;
using Infra.Systems;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;
using Xunit.Abstractions;

namespace Infra.Tests.Components;

/// <summary>A process that reads a value when it starts is started again when the value changes: its pod's template changes.</summary>
public sealed class RotationTests(ITestOutputHelper output)
{
    private const string Changed = "-changed";

    /// <summary>What is read again by whoever needs it, so that nothing has to be started again.</summary>
    private static readonly ImmutableDictionary<string, string> ReadAgain = new Dictionary<string, string>
    {
        ["Secret alertmanager-routes"] = "Prometheus' operator writes it into a file, and a reloader tells Alertmanager",
        ["Secret additional-scrape-jobs"] = "Prometheus' operator writes it into a file, and a reloader tells Prometheus",
        ["Secret registry"] = "the kubelet reads it when it pulls an image; no process does",
    }.ToImmutableDictionary();

    /// <summary>What only another version of the program changes.</summary>
    private static readonly ImmutableHashSet<string> Constant =
    [
        "Secret grafana-admin admin-user", "ConfigMap log-documents set-up", "ConfigMap log-documents data-view.json",
        "ConfigMap log-documents index-template.json",
    ];

    public static TheoryData<string> Systems => [.. SystemCatalogue.Names];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_changed_value_restarts_every_pod_that_read_it_when_it_started(string system)
    {
        var settings = WithEverySecret(Plans.SettingsOf("prod", system, Topology.Kubernetes));
        var before = await RunAsync(settings, "");
        var proven = new HashSet<(string Object, string Key)>();
        var missed = new List<string>();
        foreach (var (name, changed, source) in Variations(settings, before))
        {
            var after = await RunAsync(changed, source);
            foreach (var value in Values(before).Except(Values(after)).Select(value => (value.Object, value.Key)).Distinct())
            {
                proven.Add(value);
                missed.AddRange(Readers(before, value.Object)
                    .Where(reader => after.TryGetValue(reader, out var now) && Template(before[reader]) == Template(now))
                    .Select(reader => $"{name} changes {value.Key} of {value.Object}, and {reader} goes on with the old one"));
            }
        }

        var read = Values(before).Where(value => Readers(before, value.Object).Any()).ToArray();
        var variations = Variations(settings, before).Count();
        output.WriteLine($"{system}: {read.Length} values that running pods read; {before.Count} resources; {variations} variations");
        Assert.True(read.Length > 10);
        Assert.Empty(missed.Distinct());

        // A path is the program's, which the pod's mounts have to have as well.
        Assert.Empty(read.Where(value => !value.Text.StartsWith("/run/secrets/", StringComparison.Ordinal))
            .Select(value => (value.Object, value.Key))
            .Except(proven).Select(value => $"{value.Object} {value.Key}").Except(Constant));
    }

    [Fact]
    public async Task Every_variable_counts_for_the_fingerprint()
    {
        ResolvedVariable Variable(int number, string value) => new(
            EnvironmentVariable.Variable($"NAME_{number}", "General", "A variable", new EnvironmentValue.Literal("")),
            Output.Create(value));
        ResolvedVariable[] variables = [.. Enumerable.Range(0, 20).Select(number => Variable(number, "value"))];
        var prints = new HashSet<string> { await OutputUtilities.GetValueAsync(ServiceEnvironment.Fingerprint(variables)) };
        for (var number = 0; number < variables.Length; number++)
        {
            ResolvedVariable[] others = [.. variables];
            others[number] = Variable(number, "other");
            var print = await OutputUtilities.GetValueAsync(ServiceEnvironment.Fingerprint(others));
            Assert.True(prints.Add(print), $"variable {number} does not count");
        }
    }

    /// <summary>Every value that comes from a cloud or a generator, each for itself, and every kind of setting.</summary>
    private static IEnumerable<(string Name, StackSettings Settings, string Source)> Variations(
        StackSettings settings, IReadOnlyDictionary<string, Made> before)
    {
        var texts = Values(before).Select(value => value.Text).ToArray();
        var sources = before.Values.SelectMany(made => made.Added).Where(added => added.Value.Length > 3);
        foreach (var (source, value) in sources.OrderBy(added => added.Key, StringComparer.Ordinal))
        {
            // Of some generated ones only a hash is read.
            if (source.EndsWith(".result", StringComparison.Ordinal) || texts.Any(text => text.Contains(value, StringComparison.Ordinal)))
            {
                yield return (source, settings, source);
            }
        }

        yield return ("the authority of the database's certificate", settings, "digitalocean:index/getDatabaseCa:getDatabaseCa");
        foreach (var secret in settings.Secrets.Keys.Order(StringComparer.Ordinal))
        {
            var secrets = settings.Secrets.SetItem(secret, Output.CreateSecret($"another {secret}"));
            yield return (secret, settings with { Secrets = secrets }, "");
        }

        var system = settings.System;
        var plain = system with { Environment = [.. system.Environment.Select(Other)] };
        var data = system with { Data = [.. system.Data.Select(Other)] };
        yield return ("every plain variable", settings with { System = plain }, "");
        yield return ("what data are kept in", settings with { System = data }, "");
        yield return ("who runs the store", settings with { Cache = settings.Cache with { Managed = true } }, "");
    }

    private static EnvironmentVariable Other(EnvironmentVariable variable) =>
        variable.Value.IsSecret ? variable : variable with { Value = new EnvironmentValue.Literal("other") };

    private static DataStore Other(DataStore need) => need switch
    {
        Redis redis => redis with { Snapshots = [new(TimeSpan.FromSeconds(77), 7)] },
        Postgres postgres => postgres with { User = "somebody_else" },
        LogIndex index => index with { KeptDays = index.KeptDays + 1 },
        _ => need,
    };

    private static StackSettings WithEverySecret(StackSettings settings)
    {
        var supplied = settings.System.Environment.Select(variable => variable.Value).OfType<EnvironmentValue.Supplied>()
            .Select(value => value.Setting)
            .Concat(new[] { SettingsCatalogue.SlackWebhookUrl, SettingsCatalogue.PagerDutyRoutingKey, SettingsCatalogue.SmtpPassword }
                .Select(setting => setting.Name));
        var secrets = supplied.Distinct().ToImmutableDictionary(name => name, name => Output.CreateSecret($"a {name}"));
        return settings with { Secrets = secrets };
    }

    /// <summary>The values that pods may read: each key of each ConfigMap and Secret.</summary>
    private static IEnumerable<(string Object, string Key, string Text)> Values(IReadOnlyDictionary<string, Made> resources) =>
        from made in resources.Values
        where made.Kind is "ConfigMap" or "Secret"
        from property in new[] { "data", "stringData" }
        from entry in Entries(Read.At(made.Inputs, property))
        select ($"{made.Kind} {Read.At(made.Inputs, "metadata", "name")}", entry.Key, $"{entry.Value}");

    /// <summary>Keys of what keeps running and reads an object when it starts. Charts name what their pods read in their values.</summary>
    private static IEnumerable<string> Readers(IReadOnlyDictionary<string, Made> resources, string read) =>
        from made in resources
        where !ReadAgain.ContainsKey(read) && made.Value.Kind is ("Deployment" or "StatefulSet" or "DaemonSet" or "Release")
        let chart = made.Value.Kind == "Release"
        let pods = chart ? Read.At(made.Value.Inputs, "values") : Read.At(made.Value.Inputs, "spec", "template", "spec")
        where References(pods, chart).Contains(read)
        select made.Key;

    private static IEnumerable<string> References(object? value, bool anyText, string under = "") => value switch
    {
        string text when under is "configMapRef/name" or "configMapKeyRef/name" or "configMap/name" => [$"ConfigMap {text}"],
        string text when under is "secretRef/name" or "secretKeyRef/name" or "secret/secretName" => [$"Secret {text}"],
        string text when anyText => [$"Secret {text}", $"ConfigMap {text}"],
        IReadOnlyDictionary<string, object?> map => map.SelectMany(entry =>
            References(entry.Value, anyText, $"{under[(under.LastIndexOf('/') + 1)..]}/{entry.Key}")),
        IEnumerable items => items.Cast<object?>().SelectMany(item => References(item, anyText, under)),
        _ => [],
    };

    private static string Template(Made made) =>
        Text(made.Kind == "Release" ? Read.At(made.Inputs, "values") : Read.At(made.Inputs, "spec", "template"));

    private static string Text(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map => string.Join(", ",
            map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {{{Text(entry.Value)}}}")),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        _ => $"{value}",
    };

    private static IEnumerable<KeyValuePair<string, object?>> Entries(object? value) =>
        value as IReadOnlyDictionary<string, object?> ?? Enumerable.Empty<KeyValuePair<string, object?>>();

    private static async Task<IReadOnlyDictionary<string, Made>> RunAsync(StackSettings settings, string source)
    {
        var mocks = new Cloud(source);
        var options = new TestOptions { ProjectName = "infra", StackName = settings.StackName, IsPreview = false };
        await Deployment.TestWithServiceProviderAsync<PlatformStack>(mocks, new Services(settings), options);
        return mocks.Made;
    }

    /// <summary>A resource that was made.</summary>
    /// <param name="Kind">Last part of its type.</param>
    /// <param name="Inputs">Inputs, secrets in clear.</param>
    /// <param name="Added">What the cloud added to it, by the name under which it can be asked to be another.</param>
    private sealed record Made(string Kind, IReadOnlyDictionary<string, object?> Inputs, ImmutableDictionary<string, string> Added);

    /// <summary>The simulated cloud, of which one answer is another.</summary>
    private sealed class Cloud(string source) : IMocks
    {
        public ConcurrentDictionary<string, Made> Made { get; } = new(StringComparer.Ordinal);

        public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            var (type, name) = (args.Type ?? "", args.Name ?? "");
            var state = SimulatedCloud.StateOf(type, name, args.Inputs);
            var added = ImmutableDictionary.CreateBuilder<string, string>();
            var id = SimulatedCloud.IdOf(type, name);
            foreach (var (property, value) in state.Add("id", id).Where(entry => !args.Inputs.ContainsKey(entry.Key)))
            {
                if ((value is Output<string> secret ? await OutputUtilities.GetValueAsync(secret) : value as string) is not { } text)
                {
                    continue;
                }

                var key = $"{type}::{name}.{property}";
                added[key] = text;
                if (key == source && property == "id")
                {
                    id = text + Changed;
                }
                else if (key == source)
                {
                    var other = text.Contains('{', StringComparison.Ordinal)
                        ? text.Replace("__secret.", "__secret.another-", StringComparison.Ordinal)
                        : text + Changed;
                    state = state.SetItem(property, value is Output<string> ? Output.CreateSecret(other) : other);
                }
            }

            var inputs = args.Inputs.ToDictionary(entry => entry.Key, entry => (object?)entry.Value);
            Made[$"{type}::{name}"] = new(type[(type.LastIndexOf(':') + 1)..], inputs, added.ToImmutable());
            return (id, state);
        }

        public Task<object> CallAsync(MockCallArgs args)
        {
            var answer = SimulatedCloud.Answer(args.Token ?? "", args.Args);
            return Task.FromResult<object>(
                args.Token == source ? answer.SetItem("certificate", $"{answer["certificate"]}{Changed}") : answer);
        }
    }

    private sealed class Services(StackSettings settings) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(PlatformStack) ? new PlatformStack(settings) : null;
    }
}
