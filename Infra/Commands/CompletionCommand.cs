using System.CommandLine;
using System.Text.RegularExpressions;

namespace Infra.Commands;

/// <summary><c>completion</c>: what a shell needs to complete the words of the installed tool. The words themselves come from the parser,
/// asked by the <c>[suggest:POSITION]</c> directive of System.CommandLine.</summary>
internal static partial class CompletionCommand
{
    // Each offers files where the parser offers nothing: for what an option writes to, or a command reads.
    private const string Bash = """
        _infra() {
            mapfile -t COMPREPLY < <(compgen -W "$(infra "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$2")
        }
        complete -o default -F _infra infra

        """;

    // compinit reads this file as the body of a function that it calls; sourced, the file says which function completes the tool.
    private const string Zsh = """
        #compdef infra
        _infra() {
            local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
            local -a offered
            offered=(${(f)"$(infra "[suggest:$#line]" "$line" 2>/dev/null)"})
            compset -P '-*='
            compadd -- $offered || _files
        }
        if [[ $funcstack[1] == _infra ]]; then _infra; else compdef _infra infra; fi

        """;

    private const string Fish = """
        function __infra_words
            set --local line (commandline --current-process --cut-at-cursor)
            set --local word (commandline --current-token --cut-at-cursor)
            set --local option (string match --regex -- '^-.*=' "$word")
            infra "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string replace --filter --regex '^(?=.)' -- "$option"
            or __fish_complete_path "$word"
        end
        complete --command infra --no-files --arguments '(__infra_words)'

        """;

    /// <summary>Whether a shell asks for the completion of a line.</summary>
    public static bool IsQuestion(string[] args) => args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    /// <summary>The words of a question, with every <c>--option=value</c> taken apart: the parser completes only what stands by
    /// itself.</summary>
    public static string[] Separated(string[] args) =>
        IsQuestion(args) ? [args[0], .. args[1..].Select(line => OptionWithValue().Replace(line, " "))] : args;

    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen)
    {
        var command = new Command("completion", "Prints what a shell needs to complete the words of the installed tool");
        var shell = new Argument<string>("shell") { Description = "The shell: bash, zsh or fish", HelpName = "bash|zsh|fish" };
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

    [GeneratedRegex(@"(?<=\s--?[a-z-]+)[=:]")]
    private static partial Regex OptionWithValue();
}
