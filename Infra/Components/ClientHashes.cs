using System.Security.Cryptography;
using System.Text;
using Infra.Systems;
using Pulumi;

namespace Infra.Components;

/// <summary>The list of clients that a system gets: <c>id:role:pbkdf2-sha256.ITERATIONS.SALT.HASH</c>, separated by commas.</summary>
internal static class ClientHashes
{
    // Stretching makes guessed passwords dear; a generated secret of 48 letters and digits cannot be guessed at any price.
    private const int Iterations = 1_000;

    /// <summary>The list, a secret.</summary>
    /// <param name="clients">The clients.</param>
    /// <param name="secret">The generated secret of a client.</param>
    public static Output<string> Of(ImmutableArray<ApiClient> clients, Func<ApiClient, Output<string>> secret) =>
        Output.CreateSecret(Output.All(clients.Select(client => secret(client).Apply(value => $"{client.Id}:{client.Role}:{Hash(client.Id, value ?? "")}")))
            .Apply(entries => string.Join(',', entries)));

    /// <summary>The hash of a client's secret.</summary>
    public static string Hash(string id, string secret)
    {
        // A salt has to differ from client to client and to stay the same from run to run, or every deployment would be a change.
        var salt = SHA256.HashData(Encoding.UTF8.GetBytes($"{id}:{secret}"))[..16];
        var hash = Rfc2898DeriveBytes.Pbkdf2(secret, salt, Iterations, HashAlgorithmName.SHA256, 32);
        return $"pbkdf2-sha256.{Iterations}.{Convert.ToBase64String(salt)}.{Convert.ToBase64String(hash)}";
    }
}
