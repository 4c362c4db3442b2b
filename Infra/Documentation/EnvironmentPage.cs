using System.Text;
using Infra.Files.Compose;
using Infra.Systems;

namespace Infra.Documentation;

/// <summary>The reference of a system's environment variables, and an example file, from its catalogue (PL-19).</summary>
internal static class EnvironmentPage
{
    /// <summary>The reference of a system.</summary>
    public static string Markdown(SystemDefinition system)
    {
        var page = new StringBuilder($"# Environment of {system.Name}\n\n{system.Description}.\n\n");
        page.Append($"Written by `dotnet run --project Infra -- docs` from `Infra/Systems`; change the catalogue there. {system.Environment.Length} variables, ");
        page.Append($"{system.Environment.Count(variable => variable.Value.IsSecret)} of them secret. ");
        page.Append(system.SecretsAsFiles
            ? "A secret reaches the service as a file, whose path is in `NAME_FILE`.\n\n"
            : "A secret reaches the service by reference: from a Secret on Kubernetes, from a file of its own user on a server.\n\n");
        page.Append("* *default* is what a stack gets without a word of yours: `production / development` where they differ; *deployment* where only the deployment knows it; *generated* where it is made at random.\n");
        page.Append("* *required* says whether the service has the variable in every stack. One that is not is left out until you set its secret.\n");
        page.Append($"* An example with every variable: [{system.Name}.env.example]({system.Name}.env.example).\n");
        foreach (var category in system.Environment.GroupBy(variable => variable.Category))
        {
            var table = new MarkdownTable("variable", "default", "required", "secret", "read by", "what it does");
            foreach (var variable in category)
            {
                table.Row($"`{variable.Name}`", Default(variable.Value), variable.Value is EnvironmentValue.Supplied ? "no" : "yes", variable.Value.IsSecret ? "yes" : "no", Readers(system, variable), $"{variable.Description}.");
            }

            page.Append($"\n## {category.Key}\n\n{table}");
        }

        return page.ToString();
    }

    /// <summary>An environment file with every variable of a system, as it would be on a laptop.</summary>
    public static string Example(PlannedStacks stacks, SystemDefinition system)
    {
        var local = LocalEnvironment.Of(stacks.Settings(PlannedStacks.Development, system.Name, Topology.Droplet), system.Environment);
        var file = new StringBuilder($"# Every environment variable of {system.Name}, with values for a laptop. No password in here is used anywhere else.\n# Written by: dotnet run --project Infra -- docs\n");
        foreach (var category in system.Environment.GroupBy(variable => variable.Category))
        {
            file.Append($"\n# {category.Key}\n");
            foreach (var variable in category)
            {
                file.Append($"\n# {variable.Description}. Read by {Readers(system, variable)}.\n");
                file.Append(local.TryGetValue(variable.Name, out var value) ? $"{variable.Name}={value}\n" : $"# {variable.Name}=\n");
            }
        }

        return file.ToString();
    }

    /// <summary>A table of the systems with links to their references.</summary>
    public static string Index()
    {
        var table = new MarkdownTable("system", "variables:", "secret:", "example");
        foreach (var system in SystemCatalogue.Names.Select(SystemCatalogue.Get))
        {
            table.Row($"[{system.Name}](environment/{system.Name}.md)", $"{system.Environment.Length}", $"{system.Environment.Count(variable => variable.Value.IsSecret)}",
                $"[{system.Name}.env.example](environment/{system.Name}.env.example)");
        }

        return table.ToString();
    }

    private static string Readers(SystemDefinition system, EnvironmentVariable variable) => variable.ReadBy.IsEmpty || system.Services.All(service => variable.IsReadBy(service.Name)) ? "all services" : string.Join(", ", variable.ReadBy);

    private static string Default(EnvironmentValue value) => value switch
    {
        EnvironmentValue.Literal(var text) => text.Length == 0 ? "empty" : $"`{text}`",
        EnvironmentValue.ByTier(var tiers) => $"`{tiers.Production}` / `{tiers.Development}`",
        EnvironmentValue.Known => "deployment",
        EnvironmentValue.Generated(var length) => $"generated, {length} characters",
        EnvironmentValue.Clients(var clients) => $"generated, for {string.Join(" and ", clients.Select(client => client.Id))}",
        EnvironmentValue.Supplied(var setting) => $"none; secret `infra:{setting}`",
        _ => throw new InvalidOperationException($"the reference does not know {value}"),
    };
}
