using System.CommandLine;
using System.Text;
using Infra.Documentation;

namespace Infra.Commands;

/// <summary><c>docs</c>: writes what the documentation says of the program.</summary>
internal static class DocsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("docs", "Writes the generated files and parts of README.md and docs/");
        var check = new Option<bool>("--check") { Description = "Write nothing; name what is stale and exit with 1 where anything is" };
        command.Add(check);
        command.SetAction(async (parsed, cancellation) =>
        {
            var project = StackOption.ProjectDirectory(directory);
            var stale = await GeneratedPages.StaleAsync(project);
            foreach (var file in stale)
            {
                if (parsed.GetValue(check))
                {
                    screen.Complain($"{file.Path} is stale; type: {Invocation.Program} docs");
                    continue;
                }

                var path = Path.Combine(project, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, file.Content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellation);
                screen.Output.WriteLine($"wrote {file.Path}");
            }

            if (stale.IsEmpty)
            {
                screen.Output.WriteLine("everything is up to date");
            }

            return parsed.GetValue(check) && !stale.IsEmpty ? ExitCode.Refused : ExitCode.Fine;
        });
        return command;
    }
}
