using System.Diagnostics.CodeAnalysis;

namespace DocumentSearch.Http;

/// <summary>What a client may do; each may do all that those before it may.</summary>
public enum ClientRole
{
    /// <summary>Search, list and read.</summary>
    Reader,

    /// <summary>Upload and delete as well.</summary>
    Writer,

    /// <summary>Show, requeue and remove dead jobs as well.</summary>
    Operator,
}

/// <summary>Names of roles in settings and tokens.</summary>
public static class ClientRoles
{
    /// <summary>The name of a role.</summary>
    public static string ToName(this ClientRole role) => role switch
    {
        ClientRole.Operator => "operator",
        ClientRole.Writer => "writer",
        _ => "reader",
    };
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
            "operator" => ClientRole.Operator,
            _ => null,
        };
        if (role is null || !SecretHash.TryParse(parts[2], out var secret))
            return false;
        client = new ApiClient(parts[0], role.Value, secret);
        return true;
    }
}
