using System.Text.Json;
using Infra.Planning;
using Infra.Settings;

namespace Infra.Tests.Settings;

/// <summary>A value without quotes reaches the program as it is written by way of a stack's file, and in the engine's spelling by way of the engine. Either both read the same text, or both refuse it.</summary>
[Collection("process environment")]
public sealed class SpellingTests
{
    /// <summary>What is written, and what Pulumi's engine makes of it: it reads YAML into numbers, dates and booleans, and hands over their usual spelling.</summary>
    public static TheoryData<string, string> Spellings => new()
    {
        { "1.4.2", "1.4.2" },
        { "\"1.10\"", "1.10" },
        { "0a1b2c3", "0a1b2c3" },
        { "1.10", "1.1" },
        { "1.", "1" },
        { ".5", "0.5" },
        { "0012345", "5349" },
        { "0o17", "15" },
        { "1e3", "1000" },
        { "12e03", "12000" },
        { "0x1F", "31" },
        { "0b101", "5" },
        { "1_000", "1000" },
        { "+1", "1" },
        { "-0", "0" },
        { "190:20:30", "685230" },
        { "17", "17" },
        { "2026-11-28", "2026-11-28T00:00:00Z" },
        { "2026-11-28 10:00:00", "2026-11-28T10:00:00Z" },
        { ".inf", "+Inf" },
        { ".NaN", "NaN" },
        { "yes", "true" },
        { "no", "false" },
        { "on", "true" },
        { "True", "true" },
        { "~", "" },
        { "null", "" },
        { "", "" },
        { "#1.4.2", "" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_tag_is_the_same_text_or_refused(string written, string handedOver)
    {
        var offline = Offline("infra:imageTag", written, settings => settings.ImageTag);
        Assert.Equal(offline, await EngineAsync("infra:imageTag", written, handedOver, settings => settings.ImageTag, withFile: true));

        // Even where the engine took its configuration from elsewhere: no spelling of the engine is a tag of its own.
        Assert.Equal(offline, await EngineAsync("infra:imageTag", written, handedOver, settings => settings.ImageTag, withFile: false));
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_name_is_the_same_text_or_refused(string written, string handedOver) => Assert.Equal(
        Offline("infra:hostname", written, settings => settings.Hostname),
        await EngineAsync("infra:hostname", written, handedOver, settings => settings.Hostname, withFile: true));

    [Theory]
    [InlineData("2026-12-31", "2026-12-31")]
    [InlineData("2026-12-31", "2026-12-31T00:00:00Z")]
    public async Task A_day_is_the_same_day(string written, string handedOver)
    {
        string Exemptions(string day) => $"[{{\"policy\": \"POD-01\", \"resource\": \"api\", \"reason\": \"an old image\", \"expires\": {day}}}]";
        Assert.Equal(
            Offline("infra:exemptions", Exemptions(written), settings => $"{settings.Exemptions.Single().Expires:O}"),
            await EngineAsync("infra:exemptions", Exemptions(written), Exemptions($"\"{handedOver}\""), settings => $"{settings.Exemptions.Single().Expires:O}", withFile: true));
    }

    [Fact]
    public async Task A_mistake_under_the_engine_names_file_and_line() =>
        Assert.StartsWith("refused: Pulumi.qa.yaml:7:3: infra:imageTag = \"1.10\": is a number without quotes",
            await EngineAsync("infra:imageTag", "1.10", "1.1", settings => settings.ImageTag, withFile: true, whole: true), StringComparison.Ordinal);

    private static string Offline(string key, string written, Func<StackSettings, string> value)
    {
        using var directory = new StackDirectory(StackDirectory.With($"{key}: {written}"));
        try
        {
            return value(SettingsLoader.Load(StackFiles.Read(directory.Path, "dev")));
        }
        catch (SettingsException)
        {
            return "refused";
        }
    }

    private static async Task<string> EngineAsync(string key, string written, string handedOver, Func<StackSettings, string> value, bool withFile, bool whole = false)
    {
        using var directory = new StackDirectory(StackDirectory.With($"{key}: {written}"), "qa");
        var files = StackFiles.Read(directory.Path, "qa").Entries.Where(entry => entry.Key != key);
        var config = files.ToDictionary(entry => entry.Key, entry => Json(entry.Value.Value));
        config[key] = handedOver;
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(config));
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", "[]");
        Environment.SetEnvironmentVariable("PULUMI_ROOT_DIRECTORY", withFile ? directory.Path : null);
        try
        {
            return value((await PlanRecorder.RecordAsync("qa", () => SettingsLoader.Load(new EngineConfiguration()))).Settings);
        }
        catch (SettingsException e)
        {
            return whole ? $"refused: {e.Message}" : "refused";
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
            Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", null);
            Environment.SetEnvironmentVariable("PULUMI_ROOT_DIRECTORY", null);
        }
    }

    private static string Json(ConfigurationValue value) => value switch
    {
        ConfigurationValue.List(var items) => JsonSerializer.Serialize(items.Select(item => item.ToString())),
        ConfigurationValue.Map => "{}",
        _ => value.ToString()!,
    };
}
