using System.Text.Json;

namespace Infra.Tests.Settings;

[Collection("process environment")]
public sealed class EngineRunTests
{
    /// <summary>With any other code than 32 the engine adds that an unhandled error occurred.</summary>
    [Theory]
    [InlineData("infra:imageTag", "latest")]
    [InlineData("infra:monthlyBudget", "1")]
    public async Task What_is_refused_is_told_once_and_as_no_accident(string key, string value)
    {
        Environment.SetEnvironmentVariable("PULUMI_STACK", "qa");
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["infra:domain"] = "example.com",
            ["infra:imageTag"] = "1.4.2",
            ["infra:topology"] = "kubernetes",
            ["infra:alertEmails"] = """["oncall@example.com"]""",
            ["infra:smtpServer"] = "smtp.example.com:2525",
            [key] = value,
        }));
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", "[]");
        try
        {
            Assert.Equal(32, await EngineRun.RunAsync());
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_STACK", null);
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
            Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", null);
        }
    }
}
