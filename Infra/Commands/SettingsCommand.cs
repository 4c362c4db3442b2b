using System.CommandLine;
using Infra.Settings;

namespace Infra.Commands;

/// <summary><c>settings</c>: every key of the configuration, for the reference page and for <c>Pulumi.yaml</c>.</summary>
internal static class SettingsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen)
    {
        var command = new Command("settings", "Lists every key of the configuration with type, default and meaning");
        var yaml = new Option<bool>("--pulumi-yaml") { Description = "Print them as the config section of Pulumi.yaml instead of as a table in Markdown" };
        command.Add(yaml);
        command.SetAction(parsed => screen.Output.Write(parsed.GetValue(yaml) ? SettingsReference.PulumiYaml() : SettingsReference.Markdown()));
        return command;
    }
}
