using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace Infra.Commands;

/// <summary>The options by which a command chooses how its result is written, and where to.</summary>
internal sealed class ReportOption
{
    private readonly Option<string> format;
    private readonly Option<FileInfo?> target = new("--out", "-o") { Description = "File to write to instead of the screen", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="formats">What it can write; the first is what it writes unasked.</param>
    public ReportOption(Command command, params string[] formats)
    {
        format = new("--format", "-f") { Description = $"How to write it: {string.Join(", ", formats)}", DefaultValueFactory = _ => formats[0], HelpName = string.Join('|', formats) };
        format.AcceptOnlyFromAmong(formats);
        command.Add(format);
        command.Add(target);
    }

    /// <summary>The chosen format.</summary>
    public string Format(ParseResult parsed) => parsed.GetValue(format)!;

    /// <summary>Whether a line asks for a format.</summary>
    public bool IsGiven(CommandResult line, string name) => line.GetResult(format) is { Tokens: [var word, ..] } && word.Value == name;

    /// <summary>Writes a result.</summary>
    public void Write(ParseResult parsed, Screen screen, string text)
    {
        var ended = text.EndsWith('\n') ? text : $"{text}\n";
        if (parsed.GetValue(target) is not { } file)
        {
            screen.Output.Write(ended);
            return;
        }

        if (file.Directory is { Exists: false } directory)
        {
            throw new IOException($"{directory.FullName} is no directory; make it, or give --out another file");
        }

        File.WriteAllText(file.FullName, ended);
        screen.Complain($"wrote {file.FullName}");
    }

    /// <summary>Writes a result that has a layout: with colour where the screen is a terminal, without it into a file.</summary>
    public void WriteText(ParseResult parsed, Screen screen, Action<IAnsiConsole> show)
    {
        if (parsed.GetValue(target) is null)
        {
            show(screen.Results);
            return;
        }

        using var text = new StringWriter();
        show(new Screen(text, TextWriter.Null).Results);
        Write(parsed, screen, text.ToString());
    }
}
