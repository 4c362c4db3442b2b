using System.Security.Cryptography;
using System.Text.Json;
using Infra.Planning;
using Infra.Settings;

namespace Infra.Tests.Settings;

/// <summary>Secrets that the engine hands over are looked at before anything is done with them, and never repeated.</summary>
[Collection("process environment")]
public sealed class SecretSettingsTests
{
    private static readonly RSA Key = RSA.Create(2048);

    private static string Pem => Key.ExportRSAPrivateKeyPem();

    [Fact]
    public async Task A_whole_private_key_whose_public_half_may_log_in_is_taken() => Assert.Empty(await MistakesAsync("infra:sshPrivateKey", Pem, OpenSsh(Key)));

    [Fact]
    public async Task A_key_that_was_cut_off_is_refused()
    {
        var lines = Pem.Split('\n');
        foreach (var cut in new[] { string.Join('\n', lines[..^1]), string.Join('\n', lines[..5]), string.Join('\n', [.. lines[..^4], lines[^1]]), lines[0], string.Concat(lines), Pem.Replace(lines[2], "", StringComparison.Ordinal), "abc" })
        {
            var mistake = Assert.Single(await MistakesAsync("infra:sshPrivateKey", cut, OpenSsh(Key)));
            Assert.Contains("is no whole private key", mistake, StringComparison.Ordinal);
            Assert.Contains("pulumi config set --secret infra:sshPrivateKey < KEYFILE", mistake, StringComparison.Ordinal);
            Assert.DoesNotContain(lines[1][..16], mistake, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_may_not_log_in_is_refused() =>
        Assert.Contains("belongs to none of infra:sshPublicKeys", Assert.Single(await MistakesAsync("infra:sshPrivateKey", Pem, OpenSsh(RSA.Create(2048)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("infra:slackWebhookUrl", "hooks.example.com/abc123", "https address")]
    [InlineData("infra:pagerDutyRoutingKey", "abc123\n", "with no line end")]
    [InlineData("infra:openaiApiKey", " ", "is empty")]
    public async Task A_secret_that_cannot_be_right_is_refused_and_not_repeated(string key, string value, string rule)
    {
        var mistake = Assert.Single(await MistakesAsync(key, value, OpenSsh(Key)));
        Assert.Contains(rule, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", mistake, StringComparison.Ordinal);
    }

    private static async Task<string[]> MistakesAsync(string key, string value, string publicKey)
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["infra:domain"] = "example.com",
            ["infra:imageTag"] = "1.4.2",
            ["infra:adminCidrs"] = """["203.0.113.0/24"]""",
            ["infra:sshPublicKeys"] = JsonSerializer.Serialize(new[] { publicKey }),
            ["infra:alertEmails"] = """["oncall@example.com"]""",
            ["infra:smtpServer"] = "smtp.example.com:2525",
            [key] = value,
        }));
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", JsonSerializer.Serialize(new[] { key }));
        try
        {
            await PlanRecorder.RecordAsync("qa", () => SettingsLoader.Load(new EngineConfiguration()));
            return [];
        }
        catch (SettingsException e)
        {
            return [.. e.Mistakes.Select(mistake => $"{mistake}")];
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
            Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", null);
        }
    }

    /// <summary>A public key as in authorized_keys (RFC 4253, 6.6): name, exponent and modulus, each behind its length.</summary>
    private static string OpenSsh(RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        byte[][] parts = ["ssh-rsa"u8.ToArray(), parameters.Exponent!, [0, .. parameters.Modulus!]];
        return $"ssh-rsa {Convert.ToBase64String([.. parts.SelectMany(part => BitConverter.GetBytes(part.Length).Reverse().Concat(part))])} deploy@example.com";
    }
}
