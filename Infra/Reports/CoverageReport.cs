using System.Text.Encodings.Web;
using Infra.Policies;

namespace Infra.Reports;

/// <summary>How much each policy has to judge, as JSON.</summary>
internal static class CoverageReport
{
    private const int SchemaVersion = 1;

    /// <summary>The whole coverage.</summary>
    /// <param name="coverage">The coverage.</param>
    public static string Json(PolicyCoverage coverage) => PlanJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        PlanJson.WriteAll(json, "policies", coverage.Rules, (writer, policy) =>
        {
            writer.WriteString("rule", policy.Rule.Id);
            writer.WriteString("title", policy.Rule.Title);
            writer.WriteString("scope", policy.Rule.Scope.Name);
            PlanJson.WriteAll(writer, "plans", coverage.Stacks.Zip(policy.Subjects), (plan, counted) =>
            {
                plan.WriteString("stack", counted.First.StackName);
                plan.WriteString("system", counted.First.System.Name);
                plan.WriteString("topology", counted.First.Topology.ToString().ToLowerInvariant());
                plan.WriteBoolean("inScope", policy.Rule.Scope.Includes(counted.First));
                plan.WriteNumber("subjects", counted.Second);
            });
        });
        json.WriteNumber("vacuous", coverage.Vacuous.Count());
        json.WriteEndObject();
    }, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
