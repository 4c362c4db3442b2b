using System.Diagnostics.CodeAnalysis;

namespace DocumentSearch.Http;

/// <summary>What a client may do. A writer may do all that a reader may.</summary>
public enum ClientRole
{
    /// <summary>Search, list and read.</summary>
    Reader,

    /// <summary>Upload and delete as well.</summary>
    Writer,
}

/// <summary>A program or person that may ask for tokens.</summary>
/// <param name="Id">Letters, digits, dots, dashes and underscores; 64 at the most.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Secret">Hash of its secret.</param>
public sealed record ApiClient(string Id, ClientRole Role, SecretHash Secret)
{
    /// <summary>Reads <c>id:role:hash</c>.</summary>
    public static bool TryParse(string entry, [NotNullWhen(true)] out ApiClient? client)
    {
        ArgumentNullException.ThrowIfNull(entry);
        client = null;
        var parts = entry.Split(':');
        if (parts.Length != 3 || parts[0].Length is 0 or > 64 || !parts[0].All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_'))
            return false;
        ClientRole? role = parts[1] switch
        {
            "reader" => ClientRole.Reader,
            "writer" => ClientRole.Writer,
            _ => null,
        };
        if (role is null || !SecretHash.TryParse(parts[2], out var secret))
            return false;
        client = new ApiClient(parts[0], role.Value, secret);
        return true;
    }
}
