using DocumentSearch.Http;

namespace DocumentSearch.Commands;

/// <summary><c>hash-secret</c>: turns a secret on standard input into the hash for API_CLIENTS.</summary>
internal static class HashSecretCommand
{
    // 256 random bits in base64 without its padding.
    private const int LengthOfGenerated = 43;
    private const int LeastLength = 16;

    public static int Run(int iterations)
    {
        var secret = Console.In.ReadLine() ?? "";
        var least = iterations >= SecretHash.IterationsForChosenSecrets ? LeastLength : LengthOfGenerated;
        if (secret.Length < least)
        {
            Console.Error.WriteLine(
                $"The secret on standard input needs {least} characters or more. Generate it: openssl rand -base64 32 | document-search hash-secret. "
                + $"One that somebody chose needs {LeastLength} characters and --iterations {SecretHash.IterationsForChosenSecrets}.");
            return 1;
        }

        Console.WriteLine(SecretHash.Create(secret, iterations));
        return 0;
    }
}
