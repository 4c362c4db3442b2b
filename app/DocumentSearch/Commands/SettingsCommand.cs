using System.Text.Encodings.Web;
using System.Text.Json;
using DocumentSearch.Configuration;

namespace DocumentSearch.Commands;

/// <summary><c>settings</c>: prints the catalogue of environment variables.</summary>
internal static class SettingsCommand
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(bool json)
    {
        var entries = SettingCatalogue.Entries;
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                entries.Select(entry => new { entry.Name, entry.Category, entry.Default, ReadBy = Roles(entry.Roles), entry.Required, entry.Secret, entry.Allowed, entry.Description }),
                Format));
            return 0;
        }

        Console.WriteLine("| Variable | Category | Default | Read by | Secret | Allowed | Meaning |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var entry in entries)
        {
            var fallback = entry.Required ? "**required**" : entry.Default is null ? "unset" : $"`{entry.Default}`";
            Console.WriteLine($"| `{entry.Name}` | {entry.Category} | {fallback} | {string.Join(", ", Roles(entry.Roles))} | {(entry.Secret ? "yes" : "")} | {entry.Allowed} | {entry.Description} |");
        }

        return 0;
    }

    private static IEnumerable<string> Roles(ServiceRole roles)
        => new[] { ServiceRole.Api, ServiceRole.Worker, ServiceRole.Migrate }.Where(role => roles.HasFlag(role)).Select(role => role switch
        {
            ServiceRole.Api => "api",
            ServiceRole.Worker => "worker",
            _ => "migrate",
        });
}
