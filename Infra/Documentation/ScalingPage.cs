using System.Text;
using Infra.Costs.Scenarios;

namespace Infra.Documentation;

/// <summary>The scaling path of web-platform, with the settings of every step and what it costs.</summary>
internal static class ScalingPage
{
    /// <summary>A table of the steps, and the lines of the stack file for each.</summary>
    public static async Task<string> MarkdownAsync(PlannedStacks stacks)
    {
        var table = new MarkdownTable("users", "topology", "requests/s:", "back ends:", "USD a month:", "scaled out:");
        var files = new StringBuilder();
        foreach (var step in ScalingPath.Steps)
        {
            var (plan, estimate) = await stacks.PlanAsync(PlannedStacks.Production, step.Settings);
            var backend = plan.Settings.System.Service("backend").In(plan.Settings.Topology);
            var instances = backend.Autoscaling.Enabled ? $"{backend.Autoscaling.Minimum} – {backend.Autoscaling.Maximum}" : $"{backend.Replicas}";
            table.Row(step.Users, PlannedStacks.Word(plan.Settings.Topology), $"{step.RequestsPerSecond}", instances, $"{estimate.Minimum:0.00}", $"{estimate.Maximum:0.00}");
            files.Append($"\n#### {step.Users}\n\n{step.Why}\n\n```yaml\nconfig:\n");
            foreach (var (key, value) in step.Settings)
            {
                files.Append($"  {key}: {value}\n");
            }

            files.Append("```\n");
        }

        return $"{table}{files}";
    }
}
