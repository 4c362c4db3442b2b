using Infra.Facts;
using Infra.Facts.Nginx;

namespace Infra.Policies;

/// <summary>A policy about an nginx configuration, or a part of one: a pure function of what nginx reads.</summary>
internal sealed record NginxRule : Policy
{
    /// <summary>The stacks in which it has something to judge.</summary>
    public Scope Scope { get; init; } = Scope.Server;

    /// <summary>Which directives it concerns; it is asked of every one, the root included.</summary>
    public required Func<NginxDirective, bool> Applies { get; init; }

    /// <summary>What is wrong with a directive that it concerns, a sentence each; empty ones do not count.</summary>
    public required Func<NginxDirective, IEnumerable<string>> Problems { get; init; }

    /// <summary>The rule, asked of the edge of a plan's server.</summary>
    public Rule OfPlan => new()
    {
        Id = Id,
        Title = Title,
        Scope = Scope,
        Severity = Severity,
        Why = Why,
        Remedy = Remedy,
        Judge = plan => PlanFacts.Of(plan).Nginx is not { } root ? []
            : from directive in Concerned(root)
              select new Subject(directive.Place.File,
                  Problems(directive).Where(problem => problem.Length > 0).Select(problem => $"line {directive.Place.Line} {problem}")),
    };

    /// <summary>What is wrong in a configuration, with where it stands.</summary>
    /// <param name="root">The configuration.</param>
    public IEnumerable<(FilePlace Place, string Problem)> Check(NginxDirective root) =>
        from directive in Concerned(root)
        from problem in Problems(directive)
        where problem.Length > 0
        select (directive.Place, problem);

    private IEnumerable<NginxDirective> Concerned(NginxDirective root) => root.Descendants.Where(Applies);
}
