using System.CommandLine;
using Infra.Settings;

namespace Infra.Commands;

/// <summary>What a person or a pull-request check types: everything that needs no engine, no cloud and no credentials.</summary>
public static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <param name="args">The command's words.</param>
    /// <returns>0 where all went well, 1 where a stack was refused, 2 where the command was not understood.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error, Directory.GetCurrentDirectory());

    /// <summary>Runs a command with other outputs, in another directory.</summary>
    /// <param name="args">The command's words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where complaints go.</param>
    /// <param name="directory">Directory below the one of <c>Pulumi.yaml</c>, or that one.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, string directory)
    {
        var screen = new Screen(output, error);
        var root = Root(screen, directory);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var mistake in parsed.Errors)
            {
                screen.Complain(mistake.Message);
            }

            string[] command = parsed.CommandResult.Command == root ? [] : [parsed.CommandResult.Command.Name];
            screen.Complain($"type: {string.Join(' ', [Program, .. command, "--help"])}");
            return ExitCode.WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (SettingsException e)
        {
            screen.Complain(e.Mistakes.Length == 1 ? "the configuration has a mistake:" : $"the configuration has {e.Mistakes.Length} mistakes:");
            foreach (var mistake in e.Mistakes)
            {
                screen.Complain($"  {mistake}");
            }

            return ExitCode.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Complain(e.Message);
            return ExitCode.Refused;
        }
    }

    /// <summary>What a person types before a command: the installed tool, or the project.</summary>
    private static string Program => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == CompletionCommand.Tool
        ? CompletionCommand.Tool
        : "dotnet run --project Infra --";

    /// <summary>The commands.</summary>
    /// <param name="screen">Where they write.</param>
    /// <param name="directory">Directory below the one of <c>Pulumi.yaml</c>, or that one.</param>
    internal static RootCommand Root(Screen screen, string directory) =>
        new("Plans and checks the stacks of this platform, without an engine and without credentials. To deploy, type: pulumi up --stack STACK")
        {
            PreviewCommand.Make(screen, directory),
            DiffCommand.Make(screen, directory),
            CheckCommand.Make(screen, directory),
            CostCommand.Make(screen, directory),
            GraphCommand.Make(screen, directory),
            RenderCommand.Make(screen, directory),
            ObservabilityCommand.Make(screen, directory),
            SettingsCommand.Make(screen),
            DocsCommand.Make(screen, directory),
            CompletionCommand.Make(screen),
        };
}
