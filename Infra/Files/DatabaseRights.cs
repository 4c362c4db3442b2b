using Infra.Systems;

namespace Infra.Files;

/// <summary>What the administrator of a managed server has to grant before a system's own login can migrate: since PostgreSQL 15 nobody but
/// the owner of a database may create anything in its schema public, and the owner is the administrator. Source: PostgreSQL 15 release notes.</summary>
public static class DatabaseRights
{
    /// <summary>Name of the step, and of the file on a server.</summary>
    public const string Name = "database-rights";

    /// <summary>The statements. Each may be run again.</summary>
    public static ImmutableArray<string> Statements(Postgres need) =>
    [
        .. need.Extensions.Select(extension => $"CREATE EXTENSION IF NOT EXISTS \"{extension}\";"),
        $"GRANT CREATE, TEMPORARY ON DATABASE \"{need.Database}\" TO \"{need.User}\";",
        $"GRANT USAGE, CREATE ON SCHEMA public TO \"{need.User}\";",
    ];
}
