using Spectre.Console;

namespace Infra.Commands;

/// <summary>Where commands write: results to the output, complaints to the error output. Colour only on a terminal, and never where NO_COLOR is set.</summary>
internal sealed class Screen
{
    private const int NarrowestUseful = 60;

    /// <summary>Makes a screen of two writers.</summary>
    public Screen(TextWriter output, TextWriter error)
    {
        Output = output;
        Error = error;
        var terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        Results = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        Results.Profile.Capabilities.Unicode = true;
        Results.Profile.Width = terminal ? Math.Max(NarrowestUseful, Results.Profile.Width) : int.MaxValue >> 8; // Redirected lines are never broken.
    }

    /// <summary>Results as plain text.</summary>
    public TextWriter Output { get; }

    /// <summary>Results with layout and colour.</summary>
    public IAnsiConsole Results { get; }

    private TextWriter Error { get; }

    /// <summary>Writes a line to the error output.</summary>
    public void Complain(string line) => Error.WriteLine(line);
}
