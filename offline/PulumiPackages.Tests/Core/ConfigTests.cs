using System.Text.Json;
using Pulumi.Testing;

namespace PulumiPackages.Tests.Core;

/// <summary>Configuration from the environment.</summary>
[Collection(nameof(ConfigCollection))]
public sealed class ConfigTests : IDisposable
{
    private const string Values = """
        {
          "project:text": "a", "project:empty": "", "project:flag": "true", "project:off": "false", "project:count": "42",
          "project:negative": "-1", "project:ratio": "0.5", "project:word": "many", "project:object": "{\"Name\":\"n\",\"Port\":80}",
          "project:list": "[1,2]", "project:broken": "{", "project:secret": "s3cret", "other:text": "b", "old:config:text": "c",
          "project:number": 5
        }
        """;

    private static readonly Dictionary<string, (Func<Config, object?> Read, string Expected)> s_values = new()
    {
        ["a text"] = (c => c.Get("text"), "'a'"),
        ["an empty text"] = (c => c.Get("empty"), "''"),
        ["no text"] = (c => c.Get("missing"), "null"),
        ["a flag"] = (c => c.GetBoolean("flag"), "true"),
        ["a flag that is off"] = (c => c.GetBoolean("off"), "false"),
        ["no flag"] = (c => c.GetBoolean("missing"), "null"),
        ["a whole number"] = (c => c.GetInt32("count"), "42i"),
        ["a negative number"] = (c => c.GetInt32("negative"), "-1i"),
        ["no whole number"] = (c => c.GetInt32("missing"), "null"),
        ["a fraction"] = (c => c.GetDouble("ratio"), "0.5d"),
        ["a fraction without one"] = (c => c.GetDouble("count"), "42d"),
        ["no fraction"] = (c => c.GetDouble("missing"), "null"),
        ["an object"] = (c => c.GetObject<Endpoint>("object")!.Port, "80i"),
        ["an object with options"] = (c => c.GetObject<Endpoint>("object", new JsonSerializerOptions())!.Name, "'n'"),
        ["no object"] = (c => c.GetObject<Endpoint>("missing"), "null"),
        ["a list"] = (c => c.GetObject<int[]>("list")!.Sum(), "3i"),
        ["a required text"] = (c => c.Require("text"), "'a'"),
        ["a required flag"] = (c => c.RequireBoolean("flag"), "true"),
        ["a required whole number"] = (c => c.RequireInt32("count"), "42i"),
        ["a required fraction"] = (c => c.RequireDouble("ratio"), "0.5d"),
        ["a required object"] = (c => c.RequireObject<Endpoint>("object").Port, "80i"),
        ["a required object with options"] = (c => c.RequireObject<Endpoint>("object", new JsonSerializerOptions()).Port, "80i"),
        ["a secret read as a text"] = (c => c.Get("secret"), "'s3cret'"),
        ["a number written as one"] = (c => c.GetInt32("number"), "5i"),
        ["no secret text"] = (c => c.GetSecret("missing"), "null"),
        ["no secret flag"] = (c => c.GetSecretBoolean("missing"), "null"),
        ["no secret whole number"] = (c => c.GetSecretInt32("missing"), "null"),
        ["no secret fraction"] = (c => c.GetSecretDouble("missing"), "null"),
        ["no secret object"] = (c => c.GetSecretObject<Endpoint>("missing"), "null"),
    };

    private static readonly Dictionary<string, (Func<Config, Task<string>> Read, string Expected)> s_secrets = new()
    {
        ["a text"] = (c => Read.ShowAsync(c.GetSecret("secret")!), "'s3cret' secret"),
        ["a flag"] = (c => Read.ShowAsync(c.GetSecretBoolean("flag")!), "true secret"),
        ["a whole number"] = (c => Read.ShowAsync(c.GetSecretInt32("count")!), "42i secret"),
        ["a fraction"] = (c => Read.ShowAsync(c.GetSecretDouble("ratio")!), "0.5d secret"),
        ["an object"] = (c => Read.ShowAsync(c.GetSecretObject<Endpoint>("object")!.Apply(e => e.Port)), "80i secret"),
        ["a required text"] = (c => Read.ShowAsync(c.RequireSecret("secret")), "'s3cret' secret"),
        ["a required flag"] = (c => Read.ShowAsync(c.RequireSecretBoolean("flag")), "true secret"),
        ["a required whole number"] = (c => Read.ShowAsync(c.RequireSecretInt32("count")), "42i secret"),
        ["a required fraction"] = (c => Read.ShowAsync(c.RequireSecretDouble("ratio")), "0.5d secret"),
        ["a required object"] = (c => Read.ShowAsync(c.RequireSecretObject<Endpoint>("object").Apply(e => e.Port)), "80i secret"),
        ["a required object with options"] = (
            c => Read.ShowAsync(c.RequireSecretObject<Endpoint>("object", new JsonSerializerOptions()).Apply(e => e.Port)), "80i secret"),
    };

    private static readonly Dictionary<string, Action<Config>> s_required = new()
    {
        ["a text"] = c => c.Require("missing"),
        ["a flag"] = c => c.RequireBoolean("missing"),
        ["a whole number"] = c => c.RequireInt32("missing"),
        ["a fraction"] = c => c.RequireDouble("missing"),
        ["an object"] = c => c.RequireObject<Endpoint>("missing"),
        ["a secret text"] = c => c.RequireSecret("missing"),
        ["a secret flag"] = c => c.RequireSecretBoolean("missing"),
        ["a secret whole number"] = c => c.RequireSecretInt32("missing"),
        ["a secret fraction"] = c => c.RequireSecretDouble("missing"),
        ["a secret object"] = c => c.RequireSecretObject<Endpoint>("missing"),
    };

    private static readonly Dictionary<string, (Action<Config> Read, string Message)> s_mistyped = new()
    {
        ["a flag"] = (c => c.GetBoolean("word"), "Configuration 'project:word' value 'many' is not a valid Boolean"),
        ["a flag in capitals"] = (c => c.GetBoolean("text"), "Configuration 'project:text' value 'a' is not a valid Boolean"),
        ["a whole number"] = (c => c.GetInt32("word"), "Configuration 'project:word' value 'many' is not a valid Int32"),
        ["a whole number with a fraction"] = (c => c.GetInt32("ratio"), "Configuration 'project:ratio' value '0.5' is not a valid Int32"),
        ["a fraction"] = (c => c.GetDouble("word"), "Configuration 'project:word' value 'many' is not a valid Double"),
        ["an object"] = (c => c.GetObject<Endpoint>("broken"), "Configuration 'project:broken' value '{' is not a valid"),
        ["a required flag"] = (c => c.RequireBoolean("word"), "is not a valid Boolean"),
        ["a required whole number"] = (c => c.RequireInt32("word"), "is not a valid Int32"),
        ["a required fraction"] = (c => c.RequireDouble("word"), "is not a valid Double"),
        ["a required object"] = (c => c.RequireObject<Endpoint>("word"), "is not a valid"),
        ["a secret whole number"] = (c => c.GetSecretInt32("word"), "is not a valid Int32"),
    };

    public ConfigTests()
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", Values);
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", """["project:secret"]""");
    }

    public static TheoryData<string> ValueCases => [.. s_values.Keys];

    public static TheoryData<string> SecretCases => [.. s_secrets.Keys];

    public static TheoryData<string> RequiredCases => [.. s_required.Keys];

    public static TheoryData<string> MistypedCases => [.. s_mistyped.Keys];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", null);
    }

    [Theory]
    [MemberData(nameof(ValueCases))]
    public async Task A_value_is_read(string name)
        => Assert.Equal(s_values[name].Expected, await InsideAsync(config => Task.FromResult(Wire.Show(s_values[name].Read(config)))));

    [Theory]
    [MemberData(nameof(SecretCases))]
    public async Task A_secret_is_read(string name)
        => Assert.Equal(s_secrets[name].Expected, await InsideAsync(s_secrets[name].Read));

    [Theory]
    [MemberData(nameof(RequiredCases))]
    public async Task A_missing_value_is_named_with_the_command_that_sets_it(string name)
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => InsideAsync(config =>
        {
            s_required[name](config);
            return Task.FromResult("");
        }));

        Assert.Contains("'project:missing'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("pulumi config set project:missing", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(MistypedCases))]
    public async Task A_value_of_the_wrong_type_is_named(string name)
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => InsideAsync(config =>
        {
            s_mistyped[name].Read(config);
            return Task.FromResult("");
        }));

        Assert.Contains(s_mistyped[name].Message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "b")]
    [InlineData("other:config", "b")]
    [InlineData("old", "c")]
    [InlineData("project", "a")]
    [InlineData("nowhere", null)]
    public async Task A_namespace_can_be_named(string name, string? expected)
        => Assert.Equal(expected, await Run.InsideAsync(preview: false, () => Task.FromResult(new Config(name).Get("text"))));

    [Fact]
    public async Task The_namespace_is_the_project_by_default()
    {
        string? text = null;

        await Deployment.TestAsync(new Recorder(), new TestOptions { ProjectName = "other" }, () => { text = new Config().Get("text"); });

        Assert.Equal("b", text);
    }

    [Fact]
    public async Task Configuration_is_read_when_the_deployment_is_created()
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", """{"project:text":"new"}""");

        Assert.Equal("'new'", await InsideAsync(config => Task.FromResult(Wire.Show(config.Get("text")))));
    }

    [Fact]
    public void There_is_no_configuration_outside_a_deployment()
    {
        Assert.Throws<InvalidOperationException>(() => new Config());
        Assert.Throws<InvalidOperationException>(() => new Config("project").Get("text"));
    }

    private static async Task<string> InsideAsync(Func<Config, Task<string>> read)
    {
        var result = "";
        await Deployment.TestAsync(new Recorder(), Recorder.Update, async Task () => result = await read(new Config()));
        return result;
    }

    private sealed record Endpoint(string Name, int Port);
}
