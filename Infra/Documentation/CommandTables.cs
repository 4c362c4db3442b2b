using System.Text;
using Infra.Commands;
using Infra.Files;
using Carried = Infra.Files.Host.HostCommands;

namespace Infra.Documentation;

/// <summary>The reference of commands: those of this program and those of a server.</summary>
internal static class CommandTables
{
    /// <summary>The commands of this program with their options.</summary>
    /// <param name="project">Directory of the project.</param>
    public static string Commands(string project)
    {
        var text = new StringBuilder();
        foreach (var command in CommandLine.Root(new Screen(TextWriter.Null, TextWriter.Null), project).Subcommands)
        {
            text.Append($"\n### {command.Name}\n\n{command.Description}.\n\n");
            var table = new MarkdownTable(command.Arguments.Count == 0 ? "option" : "argument or option", "meaning");
            foreach (var argument in command.Arguments)
            {
                table.Row($"`{argument.HelpName ?? argument.Name}`", $"{argument.Description}.");
            }

            foreach (var option in command.Options.Where(option => option.Name != "--help"))
            {
                var names = string.Join(", ", option.Aliases.Prepend(option.Name));
                table.Row($"`{names}{(option.HelpName is { } value ? $" {value}" : "")}`", $"{option.Description}{(option.Required ? "; required" : "")}.");
            }

            text.Append(table);
        }

        return text.ToString();
    }

    /// <summary>What the commands of a server say when they are asked for help.</summary>
    public static string HostCommands()
    {
        var text = new StringBuilder();
        foreach (var file in Carried.Files.Where(file => file.Path.StartsWith("bin/", StringComparison.Ordinal)))
        {
            text.Append($"\n### {file.Path["bin/".Length..]}\n\n```text\n{Usage(file)}\n```\n");
        }

        return text.ToString();
    }

    /// <summary>The text that a command prints for <c>--help</c>.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    internal static string Usage(HostFile command)
    {
        const string Begin = "cat <<'TEXT'\n";
        var start = command.Content.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = command.Content.IndexOf("\nTEXT\n", start, StringComparison.Ordinal);
        return start >= Begin.Length && end > start ? command.Content[start..end] : throw new InvalidOperationException($"{command.Path} has no help between cat <<'TEXT' and TEXT");
    }
}
