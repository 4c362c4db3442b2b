using System.CommandLine;
using Infra.Files;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Commands;

/// <summary><c>render</c>: the Kubernetes manifests of a stack in apply order, or the files of its server.</summary>
internal static class RenderCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(Screen screen, string directory)
    {
        var command = new Command("render", "Writes the Kubernetes manifests of a stack in apply order, or the files of its server");
        var stack = new StackOption(command, directory);
        var target = new Option<DirectoryInfo>("--out", "-o") { Description = "Directory to write to; made where it is missing, refused where it holds other files", Required = true, HelpName = "DIR" };
        var local = new Option<bool>("--local") { Description = "The files for a laptop instead: everything in containers, the database among them" };
        command.Add(target);
        command.Add(local);
        command.SetAction(async (parsed, _) =>
        {
            var output = parsed.GetValue(target)!;
            if (parsed.GetValue(local))
            {
                var sources = Path.GetRelativePath(output.FullName, StackOption.ProjectDirectory(directory)).Replace('\\', '/');
                var count = RenderedDirectory.Write(output.FullName, LocalFiles.Render(stack.Load(parsed), sources));
                screen.Output.WriteLine($"{count} files in {output}; to start: docker compose --file {output}/compose.yaml up --watch");
                return ExitCode.Fine;
            }

            var plan = await PlanRecorder.RecordAsync(stack.Load(parsed));
            var files = plan.Settings.Topology == Topology.Kubernetes
                ? Manifests.Render(plan)
                : [.. HostFiles.Render(plan.Settings), new HostFile("cloud-init.yaml", CloudInit.Render(plan.Settings))];
            var written = RenderedDirectory.Write(output.FullName, files);
            screen.Output.WriteLine($"{written} files in {output}");
            var simulated = files.Where(file => SimulatedValues.Of(plan).IsIn(file.Content)).Select(file => file.Path).ToArray();
            if (simulated.Length > 0)
            {
                screen.Output.WriteLine(
                    $"made-up addresses and names stand for what is known after the deployment in: {string.Join(", ", simulated)}");
            }

            return ExitCode.Fine;
        });
        return command;
    }
}
