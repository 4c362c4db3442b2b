namespace DocumentSearch.Configuration;

/// <summary>The commands of the executable that read a setting.</summary>
[Flags]
public enum ServiceRole
{
    /// <summary>No command.</summary>
    None = 0,

    /// <summary>The HTTP service (<c>api</c>).</summary>
    Api = 1,

    /// <summary>The queue consumer (<c>worker</c>).</summary>
    Worker = 2,

    /// <summary>The schema runner (<c>migrate</c>).</summary>
    Migrate = 4,

    /// <summary>Every command.</summary>
    All = Api | Worker | Migrate,
}

/// <summary>One environment variable of the service, as it is read, documented and validated.</summary>
/// <param name="Name">Name of the variable. <c>NAME_FILE</c> may hold the path of a file with the value instead.</param>
/// <param name="Category">Heading in the reference.</param>
/// <param name="Default">Value when unset; null when there is none.</param>
/// <param name="Roles">The commands that read it.</param>
/// <param name="Required">True when the commands in <paramref name="Roles"/> refuse to start without it.</param>
/// <param name="Secret">True when the value must not appear in logs, plans or rendered files.</param>
/// <param name="Allowed">The allowed values, for people.</param>
/// <param name="Description">What it does, with the unit.</param>
public sealed record SettingDefinition(
    string Name,
    string Category,
    string? Default,
    ServiceRole Roles,
    bool Required,
    bool Secret,
    string Allowed,
    string Description);
