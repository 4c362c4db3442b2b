using System.Text.RegularExpressions;
using Infra.Facts;
using Infra.Facts.Configuration;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>Whether programs are told what their system's definition says, and nothing that undoes it (PL-19).</summary>
internal static partial class ConfigurationRules
{
    // Schemes of what is read on its way.
    private static readonly ImmutableHashSet<string> Clear = ["http", "ftp", "ws", "amqp", "ldap"];

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "CFG-01",
            Title = "No program in production runs as on a developer's machine",
            Scope = Scope.Production.And(Scope.With("variables of a developer's machine", system =>
                system.Environment.Any(variable => WellKnown.Any(known => known.Name.IsMatch(variable.Name))))),
            Why = "A debugger, reloading or a cookie without Secure is a door (CWE-489, CWE-614; OWASP Configuration, ASVS 13.4)",
            Remedy = "Set DEBUG and RELOAD to false, cookies to Secure, HTTPS to on, and leave queries out of the log",
            Judge = plan => plan.Settings.IsProduction
                ? from one in (from given in PlanFacts.Of(plan).Given
                               from known in WellKnown
                               where known.Name.IsMatch(given.Name)
                               select (given.Holder, given.Name, given.Value, known.Wrong)).Distinct()
                  select new Subject(one.Holder,
                      (one.Wrong ? IsTrue(one.Value) : IsFalse(one.Value)) ? $"sets {one.Name} to {one.Value}" : "")
                : [],
        },
        new()
        {
            Id = "CFG-02",
            Title = "Every program is told what its system's definition says",
            Why = "What a program is not told it guesses, and what it is told instead nobody reviewed (PL-19)",
            Remedy = "Take the variable's value from the catalogue of the system, and its secrets from files or references",
            Judge = plan =>
            {
                var told = new ServiceVariables(plan);
                return from program in Programs(plan)
                       from variables in told.Of(program)
                       from variable in plan.Settings.System.Environment
                       where (IsMigration(plan, program) || variable.IsReadBy(program))
                           && (variable.Value is not EnvironmentValue.Supplied(var setting) || plan.Settings.Secrets.ContainsKey(setting))
                       let problem = Problem(plan, variable, variables)
                       select new Subject(program, problem);
            },
        },
        new()
        {
            Id = "CFG-03",
            Title = "Nothing that a program calls across the internet is called in the clear",
            Why = "Who is on the way reads it, and answers in its place (CWE-319; OWASP ASVS 12.2)",
            Remedy = "Write https:// before every host that is not a container or a Service",
            Judge = plan => from call in (from given in PlanFacts.Of(plan).Given
                                          where !given.Name.Contains('.') // Files have a reader of their own.
                                          from address in Address().Matches(given.Value)
                                          select (given.Holder, given.Name, Host: address.Groups["host"].Value,
                                              InTheClear: Clear.Contains(address.Groups["scheme"].Value))).Distinct()
                            select new Subject(call.Holder, call.InTheClear && call.Host.Contains('.') && !IsInside(plan, call.Host)
                                ? $"calls {call.Host} in the clear, by {call.Name}" : ""),
        },
    ];

    // Names that programs have in common, and what is wrong in production.
    private static readonly ImmutableArray<(Regex Name, bool Wrong)> WellKnown = [(Guards(), false), (Debugging(), true)];

    private static IEnumerable<string> Programs(Plan plan) => plan.Settings.System.ServicesIn(plan.Settings.Topology)
        .Select(service => service.Name).Concat(plan.Settings.System.Migrations.Select(migration => migration.Service));

    private static bool IsMigration(Plan plan, string program) =>
        plan.Settings.System.Migrations.Any(migration => migration.Service == program);

    private static string Problem(Plan plan, EnvironmentVariable variable, ImmutableDictionary<string, string?> variables) =>
        !variables.TryGetValue(variable.Name, out var value) ? $"is not told {variable.Name}"
        : variable.Value.IsSecret ? value is null ? "" : $"is told {variable.Name} where everybody reads it"
        : variable.Value switch
        {
            EnvironmentValue.Literal(var text) when value != text => $"is told '{value}' as {variable.Name} rather than '{text}'",
            EnvironmentValue.ByTier(var texts) when value != texts.In(plan.Settings.Tier) =>
                $"is told '{value}' as {variable.Name} rather than '{texts.In(plan.Settings.Tier)}'",
            _ => "",
        };

    // A Service by its namespace, or what only the private network knows.
    private static bool IsInside(Plan plan, string host) =>
        host.StartsWith("127.", StringComparison.Ordinal) || host.EndsWith(".svc", StringComparison.Ordinal)
        || host.EndsWith(".cluster.local", StringComparison.Ordinal) || host.EndsWith(".internal", StringComparison.Ordinal)
        || PlanFacts.Of(plan).Cluster.Services.Any(service => host == $"{service.Name}.{service.Namespace}"
            || host.StartsWith($"{service.Name}.{service.Namespace}.", StringComparison.Ordinal));

    private static bool IsTrue(string value) => value.ToLowerInvariant() is "true" or "1" or "yes" or "on" or "enabled";

    private static bool IsFalse(string value) => value.ToLowerInvariant() is "false" or "0" or "no" or "off" or "disabled";

    [GeneratedRegex("(^|_)(DEBUG|DEBUG_MODE|RELOAD|HOT_RELOAD|AUTO_RELOAD|LOG_QUERIES|SQL_ECHO|PROFILING|DISPLAY_ERRORS|INSECURE"
        + "|SKIP_TLS_VERIFY|TLS_INSECURE_SKIP_VERIFY)$", RegexOptions.IgnoreCase)]
    private static partial Regex Debugging();

    [GeneratedRegex("(COOKIE_SECURE|COOKIES_SECURE|SECURE_COOKIES?|COOKIE_HTTPONLY|(^|_)(ENABLE|FORCE|REQUIRE)_(HTTPS|SSL|TLS)"
        + "|SECURE_SSL_REDIRECT|VERIFY_(SSL|TLS)|(SSL|TLS)_VERIFY)$", RegexOptions.IgnoreCase)]
    private static partial Regex Guards();

    [GeneratedRegex(@"\b(?<scheme>\w+)://(?:[^@/\s]*@)?(?<host>[A-Za-z0-9.-]+)")]
    private static partial Regex Address();
}
