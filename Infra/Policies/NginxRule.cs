using Infra.Facts;
using Infra.Facts.Nginx;

namespace Infra.Policies;

/// <summary>A policy about an nginx configuration, or a part of one: a pure function of what nginx reads.</summary>
internal sealed record NginxRule : Policy
{
    /// <summary>What is wrong with a directive, a sentence each; empty ones do not count. It is asked of every directive, the root
    /// included.</summary>
    public required Func<NginxDirective, IEnumerable<string>> Problems { get; init; }

    /// <summary>The rule, asked of the edge of a plan's server.</summary>
    public Rule OfPlan => new()
    {
        Id = Id,
        Title = Title,
        Severity = Severity,
        Why = Why,
        Remedy = Remedy,
        Check = plan => PlanFacts.Of(plan).Nginx is { } root
            ? Check(root).Select(found => ($"{found.Place.File}", $"line {found.Place.Line} {found.Problem}")) : [],
    };

    /// <summary>What is wrong in a configuration, with where it stands.</summary>
    /// <param name="root">The configuration.</param>
    public IEnumerable<(FilePlace Place, string Problem)> Check(NginxDirective root) =>
        from directive in root.Descendants
        from problem in Problems(directive)
        where problem.Length > 0
        select (directive.Place, problem);
}
