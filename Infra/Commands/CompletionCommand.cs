using System.CommandLine;

namespace Infra.Commands;

/// <summary><c>completion</c>: what a shell needs to complete the words of the installed tool. The words themselves come from the parser, asked by the
/// <c>[suggest:POSITION]</c> directive of System.CommandLine.</summary>
internal static class CompletionCommand
{
    /// <summary>The name that the tool is installed under.</summary>
    public const string Tool = "infra";

    private const string Bash = """
        _infra() {
            local word=${COMP_WORDS[COMP_CWORD]}
            mapfile -t COMPREPLY < <(compgen -W "$(infra "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word")
        }
        complete -o default -F _infra infra

        """;

    private const string Zsh = """
        #compdef infra
        _infra() {
            local -a words
            words=("${(@f)$(infra "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -- $words
        }
        compdef _infra infra

        """;

    private const string Fish = """
        complete --command infra --no-files --arguments '(infra "[suggest:"(commandline --cursor)"]" (commandline) 2>/dev/null)'

        """;

    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen)
    {
        var command = new Command("completion", "Prints what a shell needs to complete the words of the installed tool");
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish", HelpName = "bash|zsh|fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        command.Add(shell);
        command.SetAction(parsed => screen.Output.Write(parsed.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return command;
    }
}
