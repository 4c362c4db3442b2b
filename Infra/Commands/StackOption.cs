using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Infra.Settings;
using Infra.Systems;

namespace Infra.Commands;

/// <summary>The options by which every command chooses a stack, and what it deploys for once.</summary>
internal sealed class StackOption
{
    private readonly Option<string> stack = new("--stack", "-s") { Description = "Stack to look at: the STACK of a file Pulumi.STACK.yaml", DefaultValueFactory = _ => "dev", HelpName = "STACK" };
    private readonly Option<string?> system = new("--system") { Description = "Another system than the stack's", HelpName = "SYSTEM" };
    private readonly Option<string?> topology = new("--topology") { Description = "Another topology than the stack's: droplet or kubernetes", HelpName = "TOPOLOGY" };
    private readonly string directory;

    /// <summary>Adds the options to a command.</summary>
    public StackOption(Command command, string directory)
    {
        this.directory = directory;
        Complete(stack);
        system.CompletionSources.Add([.. SystemCatalogue.Names]);
        topology.CompletionSources.Add([.. Enum.GetNames<Topology>().Select(name => name.ToLowerInvariant())]);
        command.Add(stack);
        command.Add(system);
        command.Add(topology);
    }

    /// <summary>Lets a shell complete the stacks of this project for an option that takes one.</summary>
    public void Complete(Option option) =>
        option.CompletionSources.Add(_ => StackFiles.StacksIn(ProjectDirectory(directory)).Select(name => new CompletionItem(name)));

    /// <summary>The settings of the chosen stack.</summary>
    /// <exception cref="SettingsException">There is no such stack, or its configuration is wrong.</exception>
    public StackSettings Load(ParseResult parsed) => Load(parsed.GetValue(stack)!, parsed.GetValue(system), parsed.GetValue(topology));

    /// <summary>The settings of the chosen stack for a system and a topology of the command's own choice.</summary>
    /// <exception cref="SettingsException">There is no such stack, or its configuration is wrong.</exception>
    public StackSettings Load(ParseResult parsed, string otherSystem, Topology otherTopology) =>
        Load(parsed.GetValue(stack)!, otherSystem, otherTopology.ToString().ToLowerInvariant());

    /// <summary>The settings of the chosen stack, for every system and topology where none was asked for.</summary>
    /// <exception cref="SettingsException">There is no such stack, or its configuration is wrong.</exception>
    public IEnumerable<StackSettings> LoadEach(ParseResult parsed) =>
        from topologyName in parsed.GetValue(topology) is { } place ? [place]
            : Enum.GetNames<Topology>().Select(name => name.ToLowerInvariant())
        from systemName in parsed.GetValue(system) is { } name ? [name] : SystemCatalogue.Names
        select Load(parsed.GetValue(stack)!, systemName, topologyName);

    /// <summary>Whether a line chooses a stack, a system or a topology.</summary>
    public bool IsGiven(CommandResult line) =>
        new Option[] { stack, system, topology }.Any(option => line.GetResult(option) is { Implicit: false });

    /// <summary>The settings of another stack, for the same system and topology where those were asked for.</summary>
    /// <exception cref="SettingsException">There is no such stack, or its configuration is wrong.</exception>
    public StackSettings LoadOther(ParseResult parsed, string otherStack) => Load(otherStack, parsed.GetValue(system), parsed.GetValue(topology));

    /// <summary>The words with which another run of the program chooses the same.</summary>
    public IEnumerable<string> Words(ParseResult parsed)
    {
        yield return "--stack";
        yield return parsed.GetValue(stack)!;
        foreach (var (option, value) in new[] { ("--system", parsed.GetValue(system)), ("--topology", parsed.GetValue(topology)) })
        {
            if (value is not null)
            {
                yield return option;
                yield return value;
            }
        }
    }

    /// <summary>The directory of <c>Pulumi.yaml</c>.</summary>
    public string Project => ProjectDirectory(directory);

    private StackSettings Load(string stackName, string? otherSystem, string? otherTopology)
    {
        var files = StackFiles.Read(ProjectDirectory(directory), stackName);
        if (otherSystem is not null)
        {
            files = files.With(SettingsCatalogue.System.Key, otherSystem, "--system");
        }

        if (otherTopology is not null)
        {
            files = files.With(SettingsCatalogue.Topology.Key, otherTopology, "--topology");
        }

        return SettingsLoader.Load(files);
    }

    /// <summary>The nearest directory upwards that has a <c>Pulumi.yaml</c>; else the directory itself.</summary>
    public static string ProjectDirectory(string directory)
    {
        for (var candidate = directory; candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            if (File.Exists(Path.Combine(candidate, "Pulumi.yaml")))
            {
                return candidate;
            }
        }

        return directory;
    }
}
