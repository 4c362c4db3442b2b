using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using StackExchange.Redis;

namespace DocumentSearch.Storage;

/// <summary>Where a Redis server is, read from a DSN such as <c>rediss://user:password@host:6380/0</c>.</summary>
public sealed record RedisAddress(string Host, int Port, int Database, string Password, bool Tls)
{
    /// <summary>The address of commands that do not use Redis.</summary>
    public static RedisAddress None { get; } = new("", 0, 0, "", Tls: false);

    /// <summary>Parses a DSN; port 6379 and database 0 are the defaults.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RedisAddress? address)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
            return false;
        var path = uri.AbsolutePath.Trim('/');
        var database = 0;
        if (path.Length > 0 && (!int.TryParse(path, out database) || database < 0))
            return false;

        var separator = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var user = separator < 0 ? "" : Uri.UnescapeDataString(uri.UserInfo[..separator]);
        var password = Uri.UnescapeDataString(uri.UserInfo[(separator + 1)..]);
        // This client version sends "AUTH <password>", which servers take for the user "default".
        if (user is not ("" or "default"))
            return false;
        address = new RedisAddress(uri.Host, uri.Port < 0 ? 6379 : uri.Port, database, password, uri.Scheme == "rediss");
        return true;
    }

    /// <summary>Client options: connects in the background, never refuses to start, gives up on a command after five seconds.</summary>
    internal ConfigurationOptions ToOptions()
    {
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            ConnectTimeout = 5_000,
            SyncTimeout = 5_000,
            ResponseTimeout = 5_000,
            KeepAlive = 10,
            ConnectRetry = 3,
            ReconnectRetryPolicy = new LinearRetry(1_000),
            DefaultDatabase = Database,
            Password = Password.Length > 0 ? Password : null,
            Ssl = Tls,
            SslProtocols = Tls ? SslProtocols.Tls12 | SslProtocols.Tls13 : null,
        };
        options.EndPoints.Add(Host, Port);
        return options;
    }
}
