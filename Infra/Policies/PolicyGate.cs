using System.Text.Json;
using Infra.Facts.Files;
using Infra.Facts.Pods;
using Infra.Planning;
using YamlDotNet.Core;

namespace Infra.Policies;

/// <summary>What the policies say of a plan.</summary>
/// <param name="Findings">Broken policies that no exemption covers.</param>
/// <param name="Rules">How many policies were checked.</param>
public sealed record Verdict(ImmutableArray<Finding> Findings, int Rules)
{
    /// <summary>Broken policies that stop a deployment.</summary>
    public int Violations => Findings.Count(finding => finding.Rule.Severity == Severity.Error);

    /// <summary>Whether the plan must not be deployed.</summary>
    public bool Refused => Violations > 0;
}

/// <summary>Checks plans against every policy of this folder.</summary>
public static class PolicyGate
{
    /// <summary>What exemptions themselves have to keep; it cannot be exempted from.</summary>
    internal static Rule ExemptionRule { get; } = new()
    {
        Id = "EXM-01",
        Title = "Exemptions are in force, for a year at most, and concern an existing policy",
        Why = "An exemption that has run out, or names nothing, hides that nobody looks any more (PL-09)",
        Remedy = "Mend what the policy asks for and remove the entry from infra:exemptions, or give a new reason and day",
        Judge = _ => [],
    };

    /// <summary>What a plan itself has to keep for the others to be asked at all; it cannot be exempted from.</summary>
    internal static Rule FormatRule { get; } = new()
    {
        Id = "FMT-01",
        Title = "What a plan holds can be read by the programs that it is for",
        Why = "What its reader refuses is never deployed, and what no policy can read no policy has looked at (PL-08)",
        Remedy = "Mend the file or the object that the message is about",
        Judge = _ => [],
    };

    /// <summary>Every policy, by id.</summary>
    public static ImmutableArray<Rule> Rules { get; } =
        [.. new[] { PodRules.All, DataRules.All, GrantRules.All, NetworkRules.All, CostRules.All, MachineRules.All, ComposeRules.All,
            ComposeProgramRules.All, EdgeRules.All, NginxRules.All, ReliabilityRules.All, ClusterSharingRules.All, BackupRules.All,
            ObservabilityRules.All, PlatformRules.All, ProviderRules.All, ReferenceRules.All, ChartRules.All, SecretRules.All,
            AlertRules.All, AlertRoutingRules.All, ScrapeRules.All, ConfigurationRules.All, ServerEdgeRules.All, ServerAnswerRules.All,
            ScheduleRules.All, HostFileRules.All, InventoryRules.All }
            .SelectMany(family => family).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    private static readonly ImmutableHashSet<string> Ids = [.. Rules.Select(rule => rule.Id)];

    /// <summary>Checks a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="today">Day on which exemptions have to be in force.</param>
    public static Verdict Check(Plan plan, DateOnly today)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var exemption in plan.Settings.Exemptions)
        {
            if (!Ids.Contains(exemption.Policy))
            {
                findings.Add(new(ExemptionRule, exemption.Resource, $"the exemption names no policy: '{exemption.Policy}'"));
            }
            else if (exemption.Expires < today)
            {
                findings.Add(new(ExemptionRule, exemption.Resource, $"the exemption from {exemption.Policy} ran out on {exemption.Expires:yyyy-MM-dd}"));
            }
            else if (exemption.Expires > today.AddYears(1))
            {
                findings.Add(new(ExemptionRule, exemption.Resource,
                    $"the exemption from {exemption.Policy} ends on {exemption.Expires:yyyy-MM-dd}, more than a year ahead; give a day until {today.AddYears(1):yyyy-MM-dd}"));
            }
        }

        var exempt = plan.Settings.Exemptions.Where(exemption => exemption.Expires >= today).Select(exemption => (exemption.Policy, exemption.Resource)).ToHashSet();
        foreach (var rule in Rules)
        {
            try
            {
                findings.AddRange(rule.Check(plan)
                    .Where(found => !exempt.Contains((rule.Id, "*")) && !exempt.Contains((rule.Id, found.Resource)))
                    .Select(found => new Finding(rule, found.Resource, found.Problem)).ToArray());
            }
            catch (Exception e) when (e is PodException or FileFormatException or FormatException or JsonException or YamlException)
            {
                var unread = new Finding(FormatRule, plan.Settings.System.Name, e is FileFormatException file
                    ? $"line {file.Line}: {e.Message}" : e.Message);
                if (!findings.Contains(unread))
                {
                    findings.Add(unread);
                }
            }
        }

        return new(findings.ToImmutable(), Rules.Length);
    }
}
