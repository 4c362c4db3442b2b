using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace DocumentSearch.Http;

/// <summary>
/// A secret as <c>pbkdf2-sha256.ITERATIONS.SALT.HASH</c> (salt and hash in base64). No dollar signs or colons: the text passes
/// through environment files, Compose and the list of clients unescaped.
/// </summary>
public sealed record SecretHash(int Iterations, byte[] Salt, byte[] Hash)
{
    private const string Scheme = "pbkdf2-sha256";
    private const int HashLength = 32;

    /// <summary>Iterations for generated secrets: with 256 random bits nothing can be guessed, so nothing has to be stretched.</summary>
    public const int DefaultIterations = 1_000;

    /// <summary>Iterations for secrets that people choose: what OWASP's password storage cheat sheet asks for with PBKDF2-HMAC-SHA256.</summary>
    public const int IterationsForChosenSecrets = 600_000;

    private const int LeastIterations = 1_000;
    private const int MostIterations = 10_000_000;

    /// <summary>Hashes a secret with a new salt.</summary>
    public static SecretHash Create(string secret, int iterations = DefaultIterations)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new SecretHash(iterations, salt, Derive(secret, salt, iterations));
    }

    /// <summary>PBKDF2-HMAC-SHA256.</summary>
    public static byte[] Derive(string secret, byte[] salt, int iterations)
        => Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, HashAlgorithmName.SHA256, HashLength);

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SecretHash? hash)
    {
        ArgumentNullException.ThrowIfNull(text);
        hash = null;
        var parts = text.Split('.');
        if (parts.Length != 4 || parts[0] != Scheme
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < LeastIterations or > MostIterations)
            return false;
        var salt = new byte[64];
        var value = new byte[64];
        if (!Convert.TryFromBase64String(parts[2], salt, out var saltLength) || saltLength < 8
            || !Convert.TryFromBase64String(parts[3], value, out var valueLength) || valueLength != HashLength)
            return false;
        hash = new SecretHash(iterations, salt[..saltLength], value[..valueLength]);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Scheme}.{Iterations}.{Convert.ToBase64String(Salt)}.{Convert.ToBase64String(Hash)}";
}
