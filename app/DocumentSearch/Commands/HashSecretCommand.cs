using DocumentSearch.Http;

namespace DocumentSearch.Commands;

/// <summary><c>hash-secret</c>: turns a secret on standard input into the hash for API_CLIENTS.</summary>
internal static class HashSecretCommand
{
    private const int LeastLength = 16;

    public static int Run(int iterations)
    {
        var secret = Console.In.ReadLine() ?? "";
        if (secret.Length < LeastLength)
        {
            Console.Error.WriteLine($"The secret on standard input needs {LeastLength} characters or more, for example: openssl rand -base64 32 | document-search hash-secret.");
            return 1;
        }

        Console.WriteLine(SecretHash.Create(secret, iterations));
        return 0;
    }
}
