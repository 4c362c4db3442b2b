using Pulumi;

namespace Infra.Components.Cloud;

/// <summary>Where a Redis-compatible store is and how one logs in.</summary>
/// <param name="Host">Host.</param>
/// <param name="Port">Port.</param>
/// <param name="User">Login; empty where the password is enough.</param>
/// <param name="Password">Password, a secret.</param>
/// <param name="Encrypted">Whether it speaks TLS only.</param>
public sealed record StoreConnection(Output<string> Host, Output<string> Port, Output<string> User, Output<string> Password, bool Encrypted)
{
    /// <summary>Host name under which services find a store that runs beside them, on both topologies.</summary>
    public const string OwnHost = "redis";

    /// <summary>Port of a store that runs beside the services.</summary>
    public const int OwnPort = 6379;

    /// <summary>The connection as one address, a secret.</summary>
    public Output<string> Url => Output.Tuple(User, Password, Host, Port)
        .Apply(part => $"{(Encrypted ? "rediss" : "redis")}://{Uri.EscapeDataString(part.Item1 ?? "")}:{Uri.EscapeDataString(part.Item2 ?? "")}@{part.Item3}:{part.Item4}/0");

    /// <summary>A store that runs beside the services: it is reached within their own network only, so without TLS.</summary>
    public static StoreConnection Own(GeneratedSecrets secrets) =>
        new(Output.Create(OwnHost), Output.Create($"{OwnPort}"), Output.Create(""), secrets.Value(GeneratedSecrets.CachePassword), false);
}
