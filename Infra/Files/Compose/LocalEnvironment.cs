using Infra.Components;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Compose;

/// <summary>The environment of services on a laptop.</summary>
internal static class LocalEnvironment
{
    /// <summary>Password of everything on a laptop. It is public: whoever can connect is on the laptop already.</summary>
    public const string Password = "local";

    /// <summary>Port of the first route on the laptop.</summary>
    public const int Port = 8000;

    /// <summary>The variables of a service. Keys are as long as the services demand, and the same for everybody.</summary>
    public static SortedDictionary<string, string> Of(StackSettings settings, IEnumerable<EnvironmentVariable> variables)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            switch (variable.Value)
            {
                case EnvironmentValue.Literal(var text):
                    // The database of the laptop has no certificate.
                    values[variable.Name] = text == "require" && variable.Name.Contains("SSL", StringComparison.Ordinal) ? "disable" : text;
                    break;
                case EnvironmentValue.ByTier(var tiers):
                    values[variable.Name] = tiers.Development;
                    break;
                case EnvironmentValue.Generated(var length):
                    values[variable.Name] = string.Concat(Enumerable.Repeat("local-", length))[..length];
                    break;
                case EnvironmentValue.Clients(var clients):
                    values[variable.Name] = string.Join(',', clients.Select(client => $"{client.Id}:{client.Role}:{ClientHashes.Hash(client.Id, Password)}"));
                    break;
                case EnvironmentValue.Known(var fact) when Known(settings, fact) is { Length: > 0 } value:
                    values[variable.Name] = variable.Form.Of([value]);
                    break;
            }
        }

        return values;
    }

    private static string Known(StackSettings settings, Fact fact)
    {
        var database = settings.System.Needs<Postgres>().FirstOrDefault();
        var address = $"postgresql://{database?.User}:{Password}@{LocalCompose.Database}:5432/{database?.Database}?sslmode=disable";
        return fact switch
        {
            Fact.EnvironmentName => "local",
            Fact.ImageTag => settings.ImageTag,
            Fact.HostName => "localhost",
            Fact.PublicUrl or Fact.StaticUrl or Fact.CorsOrigins => $"http://localhost:{Port}",
            Fact.DatabaseHost => LocalCompose.Database,
            Fact.DatabasePort => "5432",
            Fact.DatabaseName => database?.Database ?? "",
            Fact.DatabaseUser => database?.User ?? "",
            Fact.DatabasePassword => Password,
            Fact.DatabaseUrl or Fact.DatabaseReadUrl => address,
            Fact.CacheHost => RedisService.Name,
            Fact.CachePort => "6379",
            Fact.CachePassword => Password,
            Fact.CacheUrl => $"redis://:{Password}@{RedisService.Name}:6379/0",
            Fact.BucketName => "local",
            Fact.BucketRegion => settings.BucketRegion,
            Fact.BucketAccessKeyId or Fact.BucketSecretAccessKey => Password,
            Fact.BackupRetentionDays => $"{settings.BackupRetentionDays}",
            Fact.BackupSchedule => settings.System.Backup.Schedule,
            Fact.RegistryAddress => "localhost:5000",
            _ => "",
        };
    }
}
