using DocumentSearch.Configuration;
using DocumentSearch.Http;
using Microsoft.Extensions.Logging;

namespace DocumentSearch.Tests;

public sealed class ServiceSettingsTests
{
    private static readonly Dictionary<string, string> Complete = new()
    {
        ["POSTGRES_HOST"] = "db.example.com",
        ["POSTGRES_DB"] = "documents",
        ["POSTGRES_USER"] = "documents",
        ["POSTGRES_PASSWORD"] = "p",
        ["REDIS_DSN"] = "redis://:r@redis.example.com:6379/0",
        ["S3_BUCKET"] = "documents",
        ["JWT_SECRET_KEY"] = new string('k', 64),
        ["API_CLIENTS"] = $"web:reader:{SecretHash.Create("s", 1_000)},loader:writer:{SecretHash.Create("t", 1_000)}",
    };

    [Fact]
    public void The_required_variables_are_enough_and_the_rest_has_secure_defaults()
    {
        var settings = Load(Complete);

        Assert.Equal(8000, settings.Process.Port);
        Assert.Equal(LogLevel.Information, settings.Process.LogLevel);
        Assert.Equal("require", settings.Database.SslMode);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.Security.JwtLifetime);
        Assert.Equal(["localhost", "127.0.0.1"], settings.Security.AllowedHosts);
        Assert.Empty(settings.Security.CorsOrigins);
        Assert.Empty(settings.Security.TrustedProxies);
        Assert.Equal(256, settings.Embeddings.Dimensions);
        Assert.Equal(["web", "loader"], settings.Security.Clients.Select(client => client.Id));
    }

    [Fact]
    public void The_database_is_not_asked_for_Kerberos_whose_library_the_image_lacks() =>
        Assert.Equal(Npgsql.GssEncryptionMode.Disable, Storage.Database.ConnectionString(Load(Complete).Database).GssEncryptionMode);

    [Fact]
    public void All_mistakes_are_told_at_once_and_no_value_is_repeated()
    {
        var mistakes = MistakesOf(new(Complete)
        {
            ["POSTGRES_PORT"] = "70000",
            ["LOG_LEVEL"] = "LOUD",
            ["JWT_SECRET_KEY"] = "secret-in-clear",
            ["JWT_ALGORITHM"] = "none",
            ["API_CLIENTS"] = "web:admin:password-in-clear",
            ["CORS_ORIGINS"] = "*",
            ["TRUSTED_PROXIES"] = "everyone",
            ["REDIS_DSN"] = "http://redis",
            ["S3_PREFIX"] = "/up",
            ["AWS_ACCESS_KEY_ID"] = "half",
        });

        string[] names = ["POSTGRES_PORT", "LOG_LEVEL", "JWT_SECRET_KEY", "JWT_ALGORITHM", "API_CLIENTS", "CORS_ORIGINS", "TRUSTED_PROXIES", "REDIS_DSN", "S3_PREFIX", "AWS_SECRET_ACCESS_KEY"];
        Assert.All(names, name => Assert.Single(mistakes, mistake => mistake.Contains(name, StringComparison.Ordinal)));
        Assert.Equal(names.Length, mistakes.Count);
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("in-clear", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_variable_is_named_together_with_its_file_form()
    {
        var mistakes = MistakesOf(Without("POSTGRES_PASSWORD"));

        Assert.Equal("POSTGRES_PASSWORD is not set; set it or POSTGRES_PASSWORD_FILE (text).", Assert.Single(mistakes));
    }

    [Fact]
    public void A_file_holds_the_value_and_its_last_line_end_does_not_count()
    {
        var variables = Without("POSTGRES_PASSWORD");
        variables["POSTGRES_PASSWORD_FILE"] = "/run/secrets/password";

        var settings = Load(variables, path => path == "/run/secrets/password" ? "from file\r\n" : throw new FileNotFoundException());

        Assert.Equal("from file", settings.Database.Password);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_mistake()
    {
        var variables = Without("POSTGRES_PASSWORD");
        variables["POSTGRES_PASSWORD_FILE"] = "/nowhere";

        Assert.Contains("POSTGRES_PASSWORD_FILE", Assert.Single(MistakesOf(variables)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_and_its_file_together_are_a_mistake()
    {
        var variables = new Dictionary<string, string>(Complete) { ["POSTGRES_PASSWORD_FILE"] = "/run/secrets/password" };

        Assert.Contains("keep one of them", Assert.Single(MistakesOf(variables)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServiceRole.Worker, "JWT_SECRET_KEY")]
    [InlineData(ServiceRole.Worker, "API_CLIENTS")]
    [InlineData(ServiceRole.Migrate, "REDIS_DSN")]
    [InlineData(ServiceRole.Migrate, "S3_BUCKET")]
    public void A_command_is_not_asked_for_what_it_does_not_read(ServiceRole role, string name)
    {
        Assert.NotNull(Load(Without(name), role: role));
        Assert.NotEmpty(MistakesOf(Without(name)));
    }

    [Fact]
    public void A_key_of_OpenAI_changes_the_default_dimension()
        => Assert.Equal(1_536, Load(new(Complete) { ["OPENAI_API_KEY"] = "key" }).Embeddings.Dimensions);

    [Fact]
    public void Every_setting_is_documented_and_named_once()
    {
        Assert.All(SettingCatalogue.Entries, entry =>
        {
            Assert.EndsWith(".", entry.Description, StringComparison.Ordinal);
            Assert.NotEmpty(entry.Allowed);
            Assert.NotEqual(ServiceRole.None, entry.Roles);
            Assert.False(entry.Required && entry.Default is not null, "A required setting has no default.");
            Assert.False(entry.Secret && entry.Default is not null, "A secret has no default.");
        });
        Assert.Equal(SettingCatalogue.Entries.Count, SettingCatalogue.Entries.Select(entry => entry.Name).Distinct().Count());
    }

    [Fact]
    public void The_reference_in_the_README_is_the_catalogue()
    {
        var readme = File.ReadAllText(RepositoryFiles.Find("app/README.md"));
        Assert.All(SettingCatalogue.Entries, entry => Assert.Contains($"| `{entry.Name}` | {entry.Category} |", readme, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Without(string name) => Complete.Where(pair => pair.Key != name).ToDictionary();

    private static ServiceSettings Load(Dictionary<string, string> variables, Func<string, string>? readFile = null, ServiceRole role = ServiceRole.Api)
        => ServiceSettings.Load(new EnvironmentReader(role, variables.GetValueOrDefault, readFile ?? (path => throw new FileNotFoundException(path))), role);

    private static IReadOnlyList<string> MistakesOf(Dictionary<string, string> variables)
        => Assert.Throws<ConfigurationException>(() => Load(variables)).Mistakes;
}
