using System.Text.RegularExpressions;
using Infra.Planning;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Where credentials come from (PL-05).</summary>
internal static partial class SecretRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "SEC-06",
            Title = "Credentials are generated or supplied as secrets, never written down",
            Why = "What stands in a program is known to everybody who reads it, and the same in every stack (CWE-798; OWASP Secrets "
                + "Management)",
            Remedy = "Take the value from a RandomPassword, from the resource that makes it, or from a secret of the stack",
            Judge = plan => (from secret in plan.Deployed.Where(resource => resource.Type == "kubernetes:core/v1:Secret")
                             from entry in Entries(secret.Inputs, "stringData").Concat(Entries(secret.Inputs, "data"))
                             where Credential().IsMatch(entry.Key)
                             select new Subject(secret.Name, IsPlain(entry.Value) ? $"has {entry.Key} written down" : ""))
                .Concat(from command in plan.OfType("command:remote:Command")
                        where Text(command.Inputs, "create").Contains("/secrets/", StringComparison.Ordinal)
                            && Credential().IsMatch(command.Name)
                        select new Subject(command.Name, IsPlain(At(command.Inputs, "stdin")) ? "is written down" : "")),
        },
        new()
        {
            Id = "SEC-07",
            Title = "Clusters are spoken to with credentials of the stack",
            Scope = Scope.Kubernetes,
            Why = "Without a kubeconfig of its own the provider takes whichever cluster somebody used last (Pulumi Kubernetes, provider "
                + "configuration)",
            Remedy = "Give the provider the kubeconfig of the stack's cluster",
            Judge = Rule.Each(resource => resource.Type == "pulumi:providers:kubernetes", resource =>
                SecretMark.IsIn(Text(resource.Inputs, "kubeconfig")) ? "" : "speaks to whichever cluster is at hand"),
        },
    ];

    /// <summary>Whether a variable of a container says what opens something: not where it stands, nor by another variable.</summary>
    /// <param name="name">Name of the variable.</param>
    /// <param name="value">Its value.</param>
    public static bool IsWrittenDown(string name, string? value) => value is { Length: > 0 } && Credential().IsMatch(name)
        && !name.EndsWith("_FILE", StringComparison.OrdinalIgnoreCase) && !value.StartsWith("${", StringComparison.Ordinal)
        && !value.StartsWith('$') && !value.StartsWith('/')
        && (!value.Contains("://", StringComparison.Ordinal) || LoginOfUrl().IsMatch(value));

    // A password before the host, unless a variable tells it.
    [GeneratedRegex(@"://[^/\s@]*:[^/\s@$][^\s@]*@")]
    private static partial Regex LoginOfUrl();

    private static bool IsPlain(object? value) => value is string { Length: > 0 } text && !SecretMark.IsIn(text);

    // Names of what opens something; ids and names of logins do not.
    [GeneratedRegex(@"(password|passwd|passphrase|secret|token|salt|auth|dsn|private[-_]key|"
        + @"(api|secret|access|signing|encryption)[-_]key|pass|pgpassword|conf|[-_]url|dockerconfigjson|(^|[-_])key)$", RegexOptions.IgnoreCase)]
    private static partial Regex Credential();
}
