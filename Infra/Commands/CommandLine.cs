using System.CommandLine;
using System.CommandLine.Help;
using Infra.Settings;

namespace Infra.Commands;

/// <summary>What a person or a pull-request check types: everything that needs no engine, no cloud and no credentials.</summary>
public static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <param name="args">The command's words.</param>
    /// <returns>0 where all went well, 1 where a stack was refused, 2 where the command was not understood.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        string directory;
        try
        {
            directory = Directory.GetCurrentDirectory();
        }
        catch (FileNotFoundException)
        {
            Console.Error.WriteLine("the directory that this is run in is gone; go to a clone of the repository");
            return Task.FromResult(ExitCode.Refused);
        }

        return RunAsync(args, Console.Out, Console.Error, directory);
    }

    /// <summary>Runs a command with other outputs, in another directory.</summary>
    /// <param name="args">The command's words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where complaints go.</param>
    /// <param name="directory">Directory below the one of <c>Pulumi.yaml</c>, or that one.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, string directory)
    {
        var screen = new Screen(output, error);
        var root = Root(screen, directory);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : CompletionCommand.Separated(args));
        if (parsed.Errors.Count > 0)
        {
            foreach (var mistake in parsed.Errors)
            {
                screen.Complain(mistake.Message);
            }

            string[] command = parsed.CommandResult.Command == root ? [] : [parsed.CommandResult.Command.Name];
            screen.Complain($"type: {string.Join(' ', [Invocation.Program, .. command, "--help"])}");
            return ExitCode.WrongUsage;
        }

        try
        {
            if (parsed.Action is HelpAction)
            {
                return Help(parsed, output);
            }

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
        catch (Exception e) when (CompletionCommand.IsQuestion(args) && IsOfParser(e))
        {
            // The parser gives up on some lines that are half typed, such as -sp. A Tab is no place to complain.
            return ExitCode.Fine;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Complain(e.Message);
            return ExitCode.Refused;
        }
    }

    private static bool IsOfParser(Exception e) => e is InvalidOperationException or ArgumentException or FormatException;

    /// <summary>The help of the parser, which knows the file that was started, with what a person types instead.</summary>
    private static int Help(ParseResult parsed, TextWriter output)
    {
        using var help = new StringWriter();
        var code = parsed.Invoke(new() { Output = help });
        output.Write(help.ToString().Replace($"  {RootCommand.ExecutableName} ", $"  {Invocation.Program} ", StringComparison.Ordinal));
        return code;
    }

    /// <summary>The commands.</summary>
    /// <param name="screen">Where they write.</param>
    /// <param name="directory">Directory below the one of <c>Pulumi.yaml</c>, or that one.</param>
    internal static RootCommand Root(Screen screen, string directory)
    {
        var root = new RootCommand(
            "Plans and checks the stacks of this platform, without an engine and without credentials. "
            + "To deploy, type: pulumi up --stack STACK")
        {
            PreviewCommand.Make(screen, directory),
            DiffCommand.Make(screen, directory),
            CheckCommand.Make(screen, directory),
            ReachCommand.Make(screen, directory),
            CostCommand.Make(screen, directory),
            GraphCommand.Make(screen, directory),
            RenderCommand.Make(screen, directory),
            ObservabilityCommand.Make(screen, directory),
            SettingsCommand.Make(screen),
            DocsCommand.Make(screen, directory),
            CompletionCommand.Make(screen),
        };

        // A word that begins with / is a path.
        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        return root;
    }
}
