using Infra.Systems;
using Pulumi;
using Pulumi.Random;

namespace Infra.Components.Cloud;

/// <summary>Passwords and keys that nobody types: made once, kept encrypted in the stack's state (PL-05).</summary>
public sealed class GeneratedSecrets : ComponentResource
{
    /// <summary>Name of the password of the Redis-compatible store.</summary>
    public const string CachePassword = "cache-password";

    /// <summary>Name of the password of Grafana's administrator.</summary>
    public const string GrafanaPassword = "grafana-admin-password";

    private readonly ImmutableDictionary<string, Output<string>> values;

    /// <summary>Makes the secrets that a system's environment asks for, and the one of its store.</summary>
    public GeneratedSecrets(string name, SystemDefinition system, ComponentResourceOptions? options = null)
        : base("infra:cloud:GeneratedSecrets", name, options)
    {
        var lengths = system.Environment
            .Where(variable => variable.Value is EnvironmentValue.Generated)
            .Select(variable => (Name: variable.SecretKey, ((EnvironmentValue.Generated)variable.Value).Length));
        lengths = lengths.Concat(system.Clients.Select(client => (client.SecretName, 48)));
        if (system.Needs<Redis>().Any())
        {
            lengths = lengths.Append((CachePassword, 48));
        }

        lengths = lengths.Append((GrafanaPassword, 48));
        values = lengths.DistinctBy(secret => secret.Name).ToImmutableDictionary(
            secret => secret.Name,
            secret => Output.CreateSecret(new RandomPassword(secret.Name, new RandomPasswordArgs
            {
                Length = secret.Length,
                Special = false, // Letters and digits survive every quoting: URLs, YAML, shells.
            }, new CustomResourceOptions { Parent = this }).Result));
        RegisterOutputs();
    }

    /// <summary>The value of a secret.</summary>
    /// <param name="name">Key of the environment variable, or a constant of this class.</param>
    /// <exception cref="KeyNotFoundException">The system asks for no such secret.</exception>
    public Output<string> Value(string name) => values[name];

    /// <summary>The secrets of clients, one <c>id=secret</c> a line; a secret.</summary>
    public Output<string> OfClients(IEnumerable<ApiClient> clients) =>
        Output.CreateSecret(Output.All(clients.Select(client => Value(client.SecretName).Apply(secret => $"{client.Id}={secret}")))
            .Apply(lines => string.Join('\n', lines)));
}
