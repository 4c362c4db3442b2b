using System.Text;
using System.Text.Json;

namespace Infra.Components.Cloud;

/// <summary>User and password in a Docker configuration file.</summary>
/// <param name="User">User.</param>
/// <param name="Password">Password.</param>
public sealed record RegistryLogin(string User, string Password)
{
    /// <summary>Takes the first login of a Docker configuration: <c>{"auths": {"HOST": {"auth": "BASE64"}}}</c>.</summary>
    /// <exception cref="FormatException">The text holds no login.</exception>
    public static RegistryLogin Parse(string? configuration)
    {
        if (string.IsNullOrEmpty(configuration))
        {
            return new("", ""); // Not known yet.
        }

        try
        {
            using var document = JsonDocument.Parse(configuration);
            var auth = document.RootElement.GetProperty("auths").EnumerateObject().First().Value.GetProperty("auth").GetString();
            var login = Encoding.UTF8.GetString(Convert.FromBase64String(auth!)).Split(':', 2);
            return new(login[0], login[1]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException or ArgumentNullException)
        {
            // The text itself is a secret: it is not repeated.
            throw new FormatException("the registry's credentials are no Docker configuration with a login");
        }
    }
}
