using Infra.Settings;
using Infra.Systems;

namespace Infra.Files.Host;

/// <summary>What the server has to prepare for a service before its container starts: variables and secrets, and who may read them.</summary>
/// <param name="Name">Name of the service, without a colour.</param>
/// <param name="Image">Repository of its image.</param>
/// <param name="UserId">User of its container.</param>
/// <param name="IsMigration">Whether it goes to the database directly, not through a connection pool.</param>
/// <param name="Variables">Variables it reads.</param>
public sealed record ServiceContract(string Name, string Image, int UserId, bool IsMigration, ImmutableArray<EnvironmentVariable> Variables)
{
    /// <summary>Variables whose values may be seen, but for the version.</summary>
    public IEnumerable<EnvironmentVariable> Plain => Variables.Where(variable => !variable.Value.IsSecret && !variable.IsVersion);

    /// <summary>Variables with the version that runs, which a release puts in: two versions run with one configuration while one takes over from the other.</summary>
    public IEnumerable<EnvironmentVariable> Versions => Variables.Where(variable => variable.IsVersion);

    /// <summary>Variables whose values must not be seen.</summary>
    public IEnumerable<EnvironmentVariable> Secrets => Variables.Where(variable => variable.Value.IsSecret);

    /// <summary>The contracts of everything that runs the system's images on a server.</summary>
    public static IEnumerable<ServiceContract> All(StackSettings settings) =>
    [
        .. settings.System.ServicesIn(Topology.Droplet).Select(service => Of(settings, service)),
        .. settings.System.Migrations.Select(migration => Of(settings, migration)),
    ];

    /// <summary>The contract of a service.</summary>
    public static ServiceContract Of(StackSettings settings, Service service) =>
        new(service.Name, service.Image, service.UserId, IsMigration: false, [.. Known(settings).Where(variable => variable.IsReadBy(service.Name))]);

    /// <summary>The contract of a migration, which reads all variables.</summary>
    public static ServiceContract Of(StackSettings settings, Migration migration) =>
        new(migration.Service, migration.Image, migration.UserId, IsMigration: true, [.. Known(settings)]);

    /// <summary>The contract as the <c>install</c> command reads it: a word that says what, and names.</summary>
    public string Render(bool secretsAsFiles)
    {
        var lines = new List<string> { $"user {UserId}", $"connection {(IsMigration ? "direct" : "pooled")}" };
        lines.AddRange(Plain.Select(variable => $"variable {variable.Name}"));
        lines.AddRange(Secrets.Select(variable => $"{(secretsAsFiles ? "file" : "secret")} {variable.Name} {variable.SecretKey}"));
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The variables that have a value: a secret that nobody supplied is left out, as if it were not in the catalogue.</summary>
    private static IEnumerable<EnvironmentVariable> Known(StackSettings settings) => settings.System.Environment
        .Where(variable => variable.Value is not EnvironmentValue.Supplied(var setting) || settings.Secrets.ContainsKey(setting));
}
