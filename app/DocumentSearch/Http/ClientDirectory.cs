using System.Collections.Frozen;
using System.Security.Cryptography;

namespace DocumentSearch.Http;

/// <summary>
/// Who may ask for a token. Every question costs the same number of iterations, whoever is asked for and whatever the secret: as many
/// as the costliest hash of the list. The time of an answer tells neither which clients exist nor how their secrets are kept.
/// </summary>
/// <param name="clients">The clients.</param>
/// <param name="derive">PBKDF2: secret, salt, iterations.</param>
public sealed class ClientDirectory(IReadOnlyList<ApiClient> clients, Func<string, byte[], int, byte[]> derive)
{
    private readonly FrozenDictionary<string, ApiClient> _clients = clients.ToFrozenDictionary(client => client.Id, StringComparer.Ordinal);
    private readonly int _iterations = clients.Select(client => client.Secret.Iterations).DefaultIfEmpty(SecretHash.DefaultIterations).Max();
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(16);

    /// <summary>The directory of a list of clients.</summary>
    public ClientDirectory(IReadOnlyList<ApiClient> clients)
        : this(clients, SecretHash.Derive)
    {
    }

    /// <summary>True when there is a client of this name.</summary>
    public bool Knows(string id) => _clients.ContainsKey(id);

    /// <summary>The client, when it exists and the secret is its own; else null.</summary>
    public ApiClient? Find(string id, string secret)
    {
        var client = _clients.GetValueOrDefault(id);
        var own = client?.Secret.Iterations ?? 0;
        // What the client's own hash does not cost is spent on nothing.
        if (own < _iterations)
            derive(secret, _salt, _iterations - own);
        return client is not null && CryptographicOperations.FixedTimeEquals(client.Secret.Hash, derive(secret, client.Secret.Salt, own)) ? client : null;
    }
}
