using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Planning;

namespace Infra.Tests.Policies.Mutants;

/// <summary>What makes a value weaker, by its name, its form and its kind.</summary>
internal static partial class Weakenings
{
    // Less of it is weaker: instances, days, lengths, times that something is given to end.
    private static readonly ImmutableHashSet<string> LessIsWeaker =
    [
        "replicas", "minReplicas", "minAvailable", "nodeCount", "minNodes", "length", "days", "noncurrentDays", "seconds", "replicaCount",
        "terminationGracePeriodSeconds", "backoffLimit", "startingDeadlineSeconds", "value", "revisionHistoryLimit", "retries",
        "daysAfterInitiation", "successfulJobsHistoryLimit", "failedJobsHistoryLimit", "stabilizationWindowSeconds",
            "progressDeadlineSeconds",
    ];

    // More of it is weaker: what may be missing, what may be spent, what is waited for.
    private static readonly ImmutableHashSet<string> MoreIsWeaker =
    [
        "maxReplicas", "maxUnavailable", "maxNodes", "periodSeconds", "failureThreshold", "timeoutSeconds", "initialDelaySeconds", "size",
        "activeDeadlineSeconds", "averageUtilization", "maxSkew", "progressDeadlineSeconds", "threshold", "value", "defaultMode", "timeout",
        "idleInTransactionSessionTimeout", "maxConnections", "ttl", "backoffLimit", "start_period", "storageSizeMib", "diskSize",
    ];

    private static readonly ImmutableHashSet<string> Users = ["runAsUser", "runAsGroup", "fsGroup"];

    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Words = new Dictionary<string, ImmutableArray<string>>
    {
        ["objectOwnership"] = ["ObjectWriter"],
        ["status"] = ["Disabled", "Suspended"],
        ["concurrencyPolicy"] = ["Allow"],
        ["whenUnsatisfiable"] = [],
        ["pod-security.kubernetes.io/enforce"] = ["privileged", "baseline"],
        ["evictionPolicy"] = ["allkeys_lru", "noeviction", "volatile_random"],
        ["engine"] = [],
        ["mode"] = ["session", "statement"],
        ["externalTrafficPolicy"] = ["Cluster"],
        ["reclaimPolicy"] = ["Delete"],
        ["policyTypes"] = [],
        ["topologyKey"] = ["region"],
        ["nginx.org/limit-req-rate"] = ["100000r/s"],
        ["nginx.org/limit-req-key"] = ["${http_x_key}", "${request_id}"],
        ["nginx.org/limit-req-burst"] = ["100000"],
        ["nginx.org/limit-req-reject-code"] = ["503"],
        ["nginx.org/limit-req-zone-size"] = ["1k"],
        ["nginx.org/hsts-max-age"] = ["0", "3600"],
        ["nginx.org/client-max-body-size"] = ["0", "100g"],
        ["nginx.org/proxy-connect-timeout"] = ["3600s"],
        ["nginx.org/proxy-send-timeout"] = ["86400s"],
        ["nginx.org/proxy-read-timeout"] = ["86400s"],
        ["ssl-protocols"] = ["TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "SSLv3"],
        ["compare"] = ["LessThan"],
        ["comparison"] = ["less_than"],
        ["user"] = ["root", "0:0"],
        ["restart"] = ["no"],
        ["stop_grace_period"] = ["0s"],
        ["security_opt"] = ["seccomp:unconfined", "apparmor:unconfined", "no-new-privileges:false"],
        ["priorityClassName"] = [],
        ["max-size"] = ["100g"],
        ["max-file"] = ["100000"],
        ["severity"] = ["none"],
        ["cpus"] = ["64"],
    }.ToImmutableDictionary();

    // Names of other objects: one that is not there is no longer mounted, selected, scaled or allowed.
    private static readonly ImmutableHashSet<string> References =
        ["secretName", "serviceAccountName", "claimName", "priorityClassName", "secretRef.name", "configMapRef.name", "configMap.name",
            "secretKeyRef.name", "configMapKeyRef.name", "scaleTargetRef.name", "roleRef.name", "issuerRef.name", "ingressClassName",
            "imagePullSecrets.name", "service.name", "receiver", "secretKeyRef.key"];

    private static readonly ImmutableHashSet<string> Selectors = ["matchLabels", "selector", "nodeSelector"];

    /// <summary>Weaker values in place of one; <see cref="PlanNode.Absent"/> for none at all.</summary>
    /// <param name="node">The value and where it stands.</param>
    public static IEnumerable<(string Name, object? Value)> Of(PlanNode node)
    {
        yield return ("drop", PlanNode.Absent);
        if (node.ParentName is "matchLabels" or "selector" && node.Value is string)
        {
            yield return ("unselect", "nothing-has-this");
        }

        foreach (var weaker in node.Value switch
        {
            bool flag => [("flip", !flag)],
            double number => Numbers(node, number),
            string text => Texts(node, text),
            IEnumerable items and not IReadOnlyDictionary<string, object?> => Lists(node, items),
            _ => [],
        })
        {
            yield return weaker;
        }
    }

    private static IEnumerable<(string Name, object? Value)> Numbers(PlanNode node, double number)
    {
        if (Users.Contains(node.Name))
        {
            yield return ("become root", 0.0);
        }

        if (LessIsWeaker.Contains(node.Name) && number > 0)
        {
            yield return ("lower to 0", 0.0);
            if (number > 1)
            {
                yield return ("lower to 1", 1.0);
            }
        }

        if (MoreIsWeaker.Contains(node.Name))
        {
            yield return ("raise", (number + 1) * 1000);
        }

        if (node.Name is "port" or "targetPort" && node.Shape.Contains("Probe", StringComparison.Ordinal))
        {
            yield return ("ask another port", 9.0);
        }
    }

    private static IEnumerable<(string Name, object? Value)> Lists(PlanNode node, IEnumerable items)
    {
        if (items.Cast<object?>().Any())
        {
            yield return ("empty", ImmutableArray<object?>.Empty);
        }

        if (node.Name is "adminCidrs" or "allowedAddresses" or "sourceAddresses" or "except")
        {
            yield return ("halves of everything", ImmutableArray.Create<object?>("0.0.0.0/1", "128.0.0.0/1"));
        }
    }

    private static IEnumerable<(string Name, object? Value)> Texts(PlanNode node, string text)
    {
        foreach (var word in Words.GetValueOrDefault(node.Name, []))
        {
            yield return ($"say {word}", word);
        }

        var reference = node.ParentName.Length > 0 ? $"{node.ParentName}.{node.Name}" : node.Name;
        if (References.Contains(node.Name) || References.Contains(reference))
        {
            yield return ("refer to nothing", "nothing-has-this-name");
        }

        if (node.Name == "serviceAccountName")
        {
            yield return ("share the default account", "default");
        }

        switch (node.Name)
        {
            case "image" or "imageName":
                yield return ("move the tag to latest", $"{Untagged(text)}:latest");
                yield return ("move the tag to stable", $"{Untagged(text)}:stable");
                yield return ("move the tag to a major version", $"{Untagged(text)}:1");
                yield return ("leave the tag out", Untagged(text));
                break;
            case "version" or "tag":
                yield return ("move the version", node.Path.Length == 1 && text.Contains('.') ? ">0.0.0" : "latest");
                break;
            case "type" when node.ParentName is "seccompProfile" or "appArmorProfile":
                yield return ("unconfine", "Unconfined");
                break;
            case "type" when node.ParentName == "strategy":
                yield return ("take all down at once", "Recreate");
                break;
            case "type" when node.ParentName == "updateStrategy":
                yield return ("replace only what is deleted", "OnDelete");
                break;
            case "type" when node.Shape == "spec.type":
                yield return ("open on every node", "NodePort");
                yield return ("open to the internet", "LoadBalancer");
                break;
            case "type" when node.ParentName == "rules":
                yield return ("trust addresses", "ip_addr");
                break;
            case "value" when node.ParentName == "rules":
                yield return ("trust another", "nothing-has-this");
                break;
            case "schedule" or "OnCalendar":
                yield return ("never", node.Name == "schedule" ? "0 0 30 2 *" : "*-02-30 00:00:00");
                yield return ("once a year", node.Name == "schedule" ? "0 0 1 1 *" : "*-01-01 00:00:00");
                break;
            case "policy":
                foreach (var weaker in Policies(text))
                {
                    yield return weaker;
                }

                break;
            case "for" or "interval" or "scrape_interval" or "group_wait" or "repeat_interval" or "window" or "period":
                yield return ("wait for a year", "365d");
                break;
            case "expr":
                yield return ("never true", "vector(0) > 1");
                break;
        }

        if (text is "true" or "false" or "True" or "False")
        {
            yield return ("flip", text is "true" or "True" ? "false" : "true");
        }

        if (Cidr().IsMatch(text))
        {
            yield return ("widen to everybody", "0.0.0.0/0");
            yield return ("widen to everybody by IPv6", "::/0");
            yield return ("widen to half of everybody", "128.0.0.0/1");
        }

        if (Quantity().IsMatch(text) && node.Shape.Contains("limits", StringComparison.OrdinalIgnoreCase)
            || node.Name is "sizeLimit" or "memory" or "requests.cpu" or "limits.cpu" or "requests.memory" or "limits.memory" or "pods")
        {
            yield return ("raise", Raised(text));
        }

        if (Quantity().IsMatch(text) && node.ParentName is "requests" or "reservations" or "defaultRequest")
        {
            yield return ("lower", text.EndsWith('m') && node.Name == "memory" ? "1m" : node.Name == "cpu" ? "1m" : "1Ki");
        }

        foreach (var weaker in Connections(node, text))
        {
            yield return weaker;
        }

        if (SecretMark.IsIn(text) && node.Name != "policy")
        {
            yield return ("write the secret out", Regex.Replace(text, @"__secret\.[A-Za-z0-9-]+\.[A-Za-z0-9-]+__", "Winter-2026"));
        }
        else if (node.Shape is "stringData" or "data" or "userData" or "create" or "update" or "environment")
        {
            yield break;
        }
    }

    private static IEnumerable<(string Name, object? Value)> Connections(PlanNode node, string text)
    {
        if (node.Name.EndsWith("SSLMODE", StringComparison.OrdinalIgnoreCase) || node.Name.EndsWith("SslMode", StringComparison.Ordinal))
        {
            yield return ("connect without TLS", "disable");
            yield return ("connect with TLS if at all", "prefer");
        }

        if (text.Contains("sslmode=", StringComparison.OrdinalIgnoreCase))
        {
            yield return ("connect without TLS", SslMode().Replace(text, "sslmode=disable"));
            yield return ("connect with TLS if at all", SslMode().Replace(text, "sslmode=prefer"));
            yield return ("leave the TLS mode out", SslMode().Replace(text, "connect_timeout=10"));
        }

        if (text.Contains("rediss://", StringComparison.Ordinal))
        {
            yield return ("connect without TLS", text.Replace("rediss://", "redis://", StringComparison.Ordinal));
        }

        if (text.StartsWith("https://", StringComparison.Ordinal))
        {
            yield return ("ask in the clear", $"http://{text[8..]}");
        }
    }

    // Statement by statement: another effect, everything in place of something, no condition, nothing denied.
    private static IEnumerable<(string Name, object? Value)> Policies(string text)
    {
        var policy = Plain(JsonDocument.Parse(text).RootElement);
        foreach (var node in PlanNode.Below(policy).Where(node => node.Path.Length is 2 or 3 && node.Path[0] is "Statement"))
        {
            string Changed(object? value) => JsonSerializer.Serialize(PlanNode.Replaced(policy, node.Path.AsSpan(), value));
            var effect = policy is IReadOnlyDictionary<string, object?> map && map["Statement"] is ImmutableArray<object?> all
                && all[(int)node.Path[1]] is IReadOnlyDictionary<string, object?> statement ? statement["Effect"] as string : "";
            var weaker = (node.Path.Length, node.Name, effect) switch
            {
                (2, _, "Deny") => [("deny nothing", PlanNode.Absent)],
                (3, "Effect", "Deny") => [("allow what was denied", "Allow")],
                (3, "Action", "Allow") => [("allow every action", "*"), ("allow every action on S3", "s3:*")],
                (3, "Action", "Deny") => [("deny one action only", "s3:ListAllMyBuckets")],
                (3, "Resource", "Allow") => [("allow on every resource", "*"), ("allow on every bucket", "arn:aws:s3:::*")],
                (3, "Resource", "Deny") => [("deny for another bucket", "arn:aws:s3:::another-bucket")],
                (3, "Principal", "Deny") => [("deny one principal only", "arn:aws:iam::123456789012:root")],
                (3, "Condition", "Deny") => new (string, object?)[]
                {
                    ("deny in one region only",
                        ImmutableDictionary<string, object?>.Empty.Add("StringEquals", ImmutableDictionary<string,
                            object?>.Empty.Add("aws:RequestedRegion", "eu-west-9"))),
                    ("deny what is encrypted", ImmutableDictionary<string,
                        object?>.Empty.Add("Bool", ImmutableDictionary<string, object?>.Empty.Add("aws:SecureTransport", "true"))),
                },
                _ => Array.Empty<(string, object?)>(),
            };
            foreach (var (name, value) in weaker)
            {
                yield return (name, Changed(value));
            }
        }

        var statements = ((IReadOnlyDictionary<string, object?>)policy!)["Statement"] is ImmutableArray<object?> list ? list : [];
        var everybody = ImmutableDictionary<string, object?>.Empty.Add("Effect", "Allow").Add("Action", "s3:*").Add("Resource", "*");
        yield return ("add a statement that allows everything", JsonSerializer.Serialize(
            PlanNode.Replaced(policy, ["Statement"], statements.Add(text.Contains("Principal", StringComparison.Ordinal)
                ? everybody.Add("Principal", "*") : everybody))));
    }

    private static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToImmutableSortedDictionary(member => member.Name, member => Plain(member.Value),
            StringComparer.Ordinal),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToImmutableArray(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => json.GetString(),
    };

    private static string Untagged(string image)
    {
        var name = image.Split('@')[0];
        return name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/') && !name[colon..].Contains('}') ? name[..colon]
            : name.IndexOf(":${", StringComparison.Ordinal) is var variable and >= 0 ? name[..variable] : name;
    }

    private static string Raised(string quantity) => double.TryParse(quantity, NumberStyles.Float, CultureInfo.InvariantCulture,
        out var number)
        ? string.Create(CultureInfo.InvariantCulture, $"{number * 1000}")
        : Regex.Replace(quantity, "^[0-9.]+", digits => string.Create(CultureInfo.InvariantCulture,
            $"{double.Parse(digits.Value, CultureInfo.InvariantCulture) * 1000}"));

    [GeneratedRegex(@"^[0-9.]+/[0-9]{1,2}$|^[0-9a-f:]+::?/[0-9]{1,3}$")]
    private static partial Regex Cidr();

    [GeneratedRegex(@"^[0-9.]+(m|k|M|G|Ki|Mi|Gi|Ti|g)?$")]
    private static partial Regex Quantity();

    [GeneratedRegex(@"sslmode=[a-z-]+", RegexOptions.IgnoreCase)]
    private static partial Regex SslMode();
}
