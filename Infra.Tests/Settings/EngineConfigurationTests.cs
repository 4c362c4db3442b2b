using Infra.Planning;
using Infra.Settings;

namespace Infra.Tests.Settings;

/// <summary>What the engine hands over in the environment of the program.</summary>
[Collection("process environment")]
public sealed class EngineConfigurationTests
{
    private const string Good = """
        "infra:alertEmails": "[\"oncall@example.com\"]", "infra:smtpServer": "smtp.example.com:2525", "infra:domain": "example.com", "infra:imageTag": "1.4.2", "infra:adminCidrs": "[\"203.0.113.0/24\"]",
        "infra:sshPublicKeys": "[\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJ5b3VyT3duS2V5SGVyZV9yZXBsYWNlX3RoaXNfb25l a@example.com\"]"
        """;

    [Fact]
    public async Task The_engines_configuration_makes_a_plan()
    {
        var plan = await RecordAsync($$"""{ {{Good}}, "infra:topology": "kubernetes", "digitalocean:token": "t" }""", """["digitalocean:token"]""");
        Assert.Equal("qa", plan.Settings.StackName);
        Assert.Contains(plan.Resources, resource => resource.Kind == "Deployment");
    }

    [Fact]
    public async Task An_unknown_key_is_found_there_too()
    {
        var mistakes = (await Assert.ThrowsAsync<SettingsException>(() => RecordAsync($$"""{ {{Good}}, "infra:regoin": "nyc3" }""", "[]"))).Mistakes;
        Assert.Equal("Pulumi.qa.yaml: infra:regoin: unknown key; did you mean infra:region?", Assert.Single(mistakes).ToString());
    }

    [Fact]
    public async Task A_secret_in_plain_text_is_found_there_too()
    {
        var mistakes = (await Assert.ThrowsAsync<SettingsException>(() => RecordAsync($$"""{ {{Good}}, "infra:openaiApiKey": "abc123" }""", "[]"))).Mistakes;
        Assert.DoesNotContain("abc123", Assert.Single(mistakes).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_secret_reaches_the_services_as_a_secret()
    {
        var plan = await RecordAsync($$"""{ {{Good}}, "infra:openaiApiKey": "abc123" }""", """["infra:openaiApiKey"]""");
        Assert.Contains("openaiApiKey", plan.Settings.Secrets.Keys);
    }

    private static async Task<Plan> RecordAsync(string config, string secrets)
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", config);
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", secrets);
        try
        {
            return await PlanRecorder.RecordAsync("qa", () => SettingsLoader.Load(new EngineConfiguration()));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
            Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", null);
        }
    }
}
