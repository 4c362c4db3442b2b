using Infra.Facts;
using Infra.Facts.Cluster;
using Infra.Facts.Pods;
using Infra.Planning;
using k8s.Models;
using static Infra.Facts.Wire;

namespace Infra.Policies;

/// <summary>Whether what objects of a cluster name is there, and there in time (PL-11, PL-12).</summary>
internal static class ReferenceRules
{
    private static readonly string[] Granting = ["ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];

    private const string Credentials = "kubernetes.io/dockerconfigjson";

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "REF-01",
            Title = "What pods name is there",
            Scope = Scope.Kubernetes,
            Why = "A pod whose Secret, ConfigMap, account or priority is missing never starts, or starts without it (PL-11; Kubernetes, "
                + "pod life cycle)",
            Remedy = "Make the object that the message names, with its keys, in the pod's namespace",
            Judge = plan => from pod in Own(plan)
                            from reference in References(pod).Where(reference => !reference.Optional)
                            select new Subject(pod.Owner.Name, Problem(plan, pod.Owner.Namespace, reference)),
        },
        new()
        {
            Id = "REF-02",
            Title = "What pods name is there before them",
            Scope = Scope.Kubernetes,
            Why = "A pod that starts before its configuration or its network policy fails, or runs unguarded until that comes (PL-12)",
            Remedy = "Add what the message names to dependsOn of what makes the pod",
            Judge = ComeTooLate,
        },
        new()
        {
            Id = "REF-03",
            Title = "What is in a namespace waits for it",
            Scope = Scope.Kubernetes,
            Why = "The API server refuses what comes before its namespace, or the chart makes one without its guards (PL-12)",
            Remedy = "Add the Namespace to dependsOn",
            Judge = plan =>
            {
                var spaces = plan.Deployed.Where(resource => resource.Kind == "Namespace").ToLookup(resource =>
                    Text(resource.Inputs, "metadata", "name"), resource => resource.Key);
                return from resource in plan.Deployed
                       let space = resource.IsKubernetesObject ? Text(resource.Inputs, "metadata", "namespace")
                           : resource.Type == "kubernetes:helm.sh/v3:Release" ? Text(resource.Inputs, "namespace") : ""
                       where space.Length > 0
                       select new Subject(resource.Name,
                           plan.Before(resource).Overlaps(spaces[space]) ? "" : $"does not wait for namespace {space}");
            },
        },
        new()
        {
            Id = "REF-04",
            Title = "Services lead to pods that are there",
            Scope = Scope.Kubernetes,
            Why = "A Service that selects nothing has a name, an address, and nobody who answers (PL-11; Kubernetes, Service)",
            Remedy = "Give the Service a selector that the labels of its workload's pods have, in the same namespace",
            Judge = plan =>
            {
                // Of the labels that a Service asks for the rarest one tells where to look.
                var pods = Own(plan).SelectMany(pod => pod.Labels.Select(label => (Pod: pod, Label: label)))
                    .ToLookup(one => (one.Pod.Owner.Namespace, one.Label.Key, one.Label.Value), one => one.Pod);

                // The pods of a namespace for charts are the charts' own.
                var charts = plan.Deployed.Where(resource => resource.Type == "kubernetes:helm.sh/v3:Release")
                    .Select(release => Text(release.Inputs, "namespace")).ToHashSet(StringComparer.Ordinal);
                return from service in PlanFacts.Of(plan).Cluster.Services
                       where service.Content.Spec?.Selector is { Count: > 0 } && !charts.Contains(service.Namespace)
                       select new Subject(service.Resource.Name,
                           service.Content.Spec.Selector.Select(label => pods[(service.Namespace, label.Key, label.Value)])
                               .MinBy(found => found.Count())!.Any(pod => Selection.Match(service.Content.Spec.Selector, pod.Labels))
                               ? "" : "leads to no pod");
            },
        },
        new()
        {
            Id = "REF-05",
            Title = "Secrets and ConfigMaps that charts name are there",
            Scope = Scope.Kubernetes,
            Why = "A pod of a chart waits for a Secret that nobody makes, and the chart is taken back at its time limit (PL-12)",
            Remedy = "Make the object that the message names, with its keys, in the chart's namespace",
            Judge = plan => from release in plan.Deployed.Where(resource => resource.Type == "kubernetes:helm.sh/v3:Release")
                            let space = Text(release.Inputs, "namespace")
                            from named in OfChart(release.At("values")).Distinct()
                            select new Subject(release.Name, Problem(plan, space, named)),
        },
        new()
        {
            Id = "EDGE-08",
            Title = "Ingresses lead to services that are there, by a certificate of their host",
            Scope = Scope.Kubernetes.And(Scope.Nginx),
            Why = "A route to nothing answers 502, and a certificate of another host is refused by every browser (ED-01)",
            Remedy = "Name a Service and its port in each path, and in tls the Secret of a Certificate with the host among its dnsNames",
            Judge = plan => from ingress in PlanFacts.Of(plan).Cluster.Ingresses
                            select new Subject(ingress.Resource.Name, Problems(plan, ingress)),
        },
        new()
        {
            Id = "OBS-09",
            Title = "What reads metrics finds a service and its port",
            Scope = Scope.Kubernetes,
            Why = "A monitor that selects nothing is silent, as a system is that works (VI-03, FA-06)",
            Remedy = "Give the ServiceMonitor labels and a port's name of a Service in its namespace, and an interval of 2 minutes at most",
            Judge = plan => from monitor in plan.Deployed.Where(resource => resource.Kind == "ServiceMonitor")
                            let space = Text(monitor.Inputs, "metadata", "namespace")
                            let wanted = Entries(monitor.Inputs, "spec", "selector", "matchLabels").ToArray()
                            let services = PlanFacts.Of(plan).Cluster.Services.Where(service => service.Namespace == space
                                && wanted.All(label => label.Value is string value && service.Content.Metadata?.Labels is { } labels
                                    && labels.TryGetValue(label.Key, out var has) && has == value)).ToArray()
                            let problem = services.Length == 0 ? "selects no Service"
                                : services.Length > 1 ? "selects the Services of others, too"
                                : !Items(monitor.Inputs, "spec", "endpoints").Any() ? "reads nothing"
                                : Items(monitor.Inputs, "spec", "endpoints").Any(endpoint =>
                                    !services.Any(service =>
                                    service.Content.Spec?.Ports?.Any(port => port.Name == Text(endpoint, "port")) == true))
                                    ? "reads a port that no Service has"
                                : Items(monitor.Inputs, "spec", "endpoints").Any(endpoint => Seconds(Text(endpoint, "interval")) > 120)
                                    ? "reads too seldom" : ""
                            select new Subject(monitor.Name, problem),
        },
        new()
        {
            Id = "RBA-01",
            Title = "Accounts mount no token, and no role gives everything",
            Scope = Scope.Kubernetes,
            Why = "A token that nobody asked for, or a role for everything, is the cluster (CIS Kubernetes 5.1.1, 5.1.3, 5.1.6)",
            Remedy = "Set automountServiceAccountToken to false, name verbs and resources in roles, and bind nobody to cluster-admin",
            Judge = Rule.Each(resource => resource.IsKubernetesObject && Granting.Contains(resource.Kind), resource => resource.Kind switch
            {
                "ServiceAccount" => IsFalse(resource.Inputs, "automountServiceAccountToken") ? "" : "mounts its token into every pod",
                "Role" or "ClusterRole" => Items(resource.Inputs, "rules").Any(rule =>
                    new[] { "verbs", "resources", "apiGroups" }.Any(part => part != "apiGroups" && Items(rule, part).Contains("*")))
                    ? "gives everything" : "",
                _ => Text(resource.Inputs, "roleRef", "name") is "cluster-admin" or "admin" ? "makes somebody an administrator" : "",
            }),
        },
    ];

    // Pods of charts and operators name what those make.
    private static IEnumerable<Pod> Own(Plan plan) => PlanFacts.Of(plan).Pods
        .Where(pod => pod.Owner.Kind is "Deployment" or "StatefulSet" or "DaemonSet" or "Job" or "CronJob" or "ReplicaSet" or "Pod");

    private static IEnumerable<Reference> References(Pod pod)
    {
        if (pod.Spec.ServiceAccountName is { Length: > 0 } account && account != "default")
        {
            yield return new("ServiceAccount", account);
        }

        if (pod.Spec.PriorityClassName is { Length: > 0 } priority && !priority.StartsWith("system-", StringComparison.Ordinal))
        {
            yield return new("PriorityClass", priority);
        }

        foreach (var pull in pod.Spec.ImagePullSecrets ?? [])
        {
            yield return new("Secret", pull.Name ?? "", ".dockerconfigjson");
        }

        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            if (volume.Secret is { } secret)
            {
                yield return new("Secret", secret.SecretName ?? "", Optional: secret.Optional == true);
                foreach (var key in FilesIn(pod, volume.Name))
                {
                    yield return new("Secret", secret.SecretName ?? "", key, secret.Optional == true);
                }
            }

            if (volume.ConfigMap is { } map)
            {
                yield return new("ConfigMap", map.Name ?? "", Optional: map.Optional == true);
            }

            if (volume.PersistentVolumeClaim is { } claim)
            {
                yield return new("PersistentVolumeClaim", claim.ClaimName);
            }
        }

        foreach (var container in pod.Containers.Select(container => container.Definition))
        {
            // An image of the platform's own registry comes with a login only.
            if (container.Image?.StartsWith("registry.digitalocean.com/", StringComparison.Ordinal) == true
                && pod.Spec.ImagePullSecrets is null or { Count: 0 })
            {
                yield return new("Secret", $"of type {Credentials} in imagePullSecrets");
            }

            foreach (var source in container.EnvFrom ?? [])
            {
                if (source.ConfigMapRef is { } map)
                {
                    yield return new("ConfigMap", map.Name ?? "", Optional: map.Optional == true);
                }

                if (source.SecretRef is { } secret)
                {
                    yield return new("Secret", secret.Name ?? "", Optional: secret.Optional == true);
                }
            }

            foreach (var from in (container.Env ?? []).Select(variable => variable.ValueFrom).OfType<V1EnvVarSource>())
            {
                if (from.SecretKeyRef is { } secret)
                {
                    yield return new("Secret", secret.Name ?? "", secret.Key, secret.Optional == true);
                }

                if (from.ConfigMapKeyRef is { } map)
                {
                    yield return new("ConfigMap", map.Name ?? "", map.Key, map.Optional == true);
                }
            }
        }
    }

    // Files of a mounted volume that variables name: /run/secrets/app/jwt-secret-key.
    private static IEnumerable<string> FilesIn(Pod pod, string volume) =>
        from container in pod.Containers
        from mount in (container.Definition.VolumeMounts ?? []).Where(mount => mount.Name == volume)
        from variable in container.Definition.Env ?? []
        where variable.Value?.StartsWith($"{mount.MountPath}/", StringComparison.Ordinal) == true
        select variable.Value[(mount.MountPath.Length + 1)..];

    // As the charts of this program spell what exists beside them: existingSecret with the names of its keys, configSecret, a Secret by
    // name and key, lists of Secrets, and ConfigMaps as volumes.
    private static IEnumerable<Reference> OfChart(object? value)
    {
        foreach (var (name, inner) in Entries(value))
        {
            switch (name, inner)
            {
                case ("existingSecret", string { Length: > 0 } secret):
                    yield return new("Secret", secret);
                    foreach (var key in Entries(value).Where(entry => entry.Key.EndsWith("Key", StringComparison.Ordinal)))
                    {
                        yield return new("Secret", secret, key.Value as string ?? "");
                    }

                    break;
                case ("configSecret", string { Length: > 0 } secret):
                    yield return new("Secret", secret);
                    break;
                case ("secrets", _):
                    foreach (var secret in Items(inner).OfType<string>())
                    {
                        yield return new("Secret", secret);
                    }

                    break;
                case ("configMap", _) when Text(inner, "name") is { Length: > 0 } map:
                    yield return new("ConfigMap", map);
                    break;
                case (_, _) when name.EndsWith("Secret", StringComparison.Ordinal) && IsTrue(inner, "enabled"):
                    yield return new("Secret", Text(inner, "name"), Text(inner, "key"));
                    break;
            }

            foreach (var deeper in Items(inner).Prepend(inner).SelectMany(OfChart))
            {
                yield return deeper;
            }
        }
    }

    private static string Problem(Plan plan, string space, Reference named) => IsThere(plan, space, named) ? ""
        : $"names {named.Kind} {named.Name}{(named.Key.Length > 0 ? $", key {named.Key}" : "")}, which is not there";

    private static bool IsThere(Plan plan, string space, Reference reference)
    {
        var cluster = PlanFacts.Of(plan).Cluster;
        return reference.Kind switch
        {
            "ServiceAccount" => cluster.ServiceAccounts.Any(account => account.Namespace == space && account.Name == reference.Name),
            "PriorityClass" => cluster.PriorityClasses.Any(priority => priority.Name == reference.Name),
            "PersistentVolumeClaim" => cluster.Claims.Any(claim => claim.Namespace == space && claim.Name == reference.Name),
            "ConfigMap" => cluster.ConfigMaps.Any(map => map.Namespace == space && map.Name == reference.Name
                && (reference.Key.Length == 0 || map.Content.Data?.ContainsKey(reference.Key) == true)),
            _ => cluster.Secrets.Any(secret => secret.Namespace == space && secret.Name == reference.Name
                && (reference.Key.Length == 0 || secret.Content.StringData?.ContainsKey(reference.Key) == true)
                && (reference.Key == ".dockerconfigjson") == (secret.Content.Type == Credentials)),
        };
    }

    private static IEnumerable<Subject> ComeTooLate(Plan plan)
    {
        string Space(PlannedResource resource) => Text(resource.Inputs, "metadata", "namespace");
        string Name(PlannedResource resource) => Text(resource.Inputs, "metadata", "name");
        var owners = plan.Deployed.ToLookup(resource => (resource.Kind, resource.Name));
        var spaces = plan.Deployed.Where(resource => resource.Kind == "Namespace").ToLookup(Name);
        var named = plan.Deployed.Where(resource => resource.Kind is "ServiceAccount" or "Secret" or "ConfigMap" or "PersistentVolumeClaim")
            .ToLookup(resource => (resource.Kind, Space(resource), Name(resource)));

        // A policy is found by the rarest label that it asks for.
        var selecting = plan.Deployed.Where(resource => resource.Kind == "NetworkPolicy").Select(policy => (Policy: policy,
            Labels: Entries(policy.Inputs, "spec", "podSelector", "matchLabels").Select(label => (label.Key, Value: label.Value as string))
                .ToArray())).ToArray();
        var frequency = selecting.SelectMany(policy => policy.Labels).CountBy(label => label).ToDictionary();
        var policies = selecting.ToLookup(policy =>
            (Space(policy.Policy), policy.Labels.Length == 0 ? default : policy.Labels.MinBy(label => frequency[label])));

        foreach (var pod in Own(plan))
        {
            var before = plan.Before(owners[(pod.Owner.Kind, pod.Owner.Name)].First());
            var guards = pod.Labels.Select(label => (label.Key, (string?)label.Value)).Append(default)
                .SelectMany(label => policies[(pod.Owner.Namespace, label)])
                .Where(policy => policy.Labels.All(label => pod.Labels.GetValueOrDefault(label.Key) == label.Value))
                .Select(policy => policy.Policy);
            var late = spaces[pod.Owner.Namespace].Concat(guards)
                .Concat(References(pod).SelectMany(reference => named[(reference.Kind, pod.Owner.Namespace, reference.Name)]))
                .FirstOrDefault(needed => !before.Contains(needed.Key));
            yield return new(pod.Owner.Name, late is null ? "" : $"does not wait for {late.Kind} {late.Name}");
        }
    }

    private static IEnumerable<string> Problems(Plan plan, ClusterObject<V1Ingress> ingress)
    {
        var spec = ingress.Content.Spec;
        if (spec?.IngressClassName is not { Length: > 0 })
        {
            yield return "belongs to no class, so that no controller or any serves it";
        }

        foreach (var rule in spec?.Rules ?? [])
        {
            if (rule.Host != plan.Settings.PublicHost)
            {
                yield return $"serves host '{rule.Host}' rather than {plan.Settings.PublicHost}";
            }
        }

        if (spec?.Rules is null or { Count: 0 })
        {
            yield return "serves no host";
        }

        foreach (var backend in (spec?.Rules ?? []).SelectMany(rule => rule.Http?.Paths ?? []).Select(path => path.Backend?.Service))
        {
            if (!PlanFacts.Of(plan).Cluster.Services.Any(service => service.Namespace == ingress.Namespace && service.Name == backend?.Name
                && service.Content.Spec?.Ports?.Any(port => port.Port == backend.Port?.Number || port.Name == backend.Port?.Name) == true))
            {
                yield return $"leads to {backend?.Name}, which is not there or has no such port";
            }
        }

        foreach (var tls in spec?.Tls ?? [])
        {
            var issued = plan.Deployed.Where(resource => resource.Kind == "Certificate" && resource.IsKubernetesObject
                && Text(resource.Inputs, "metadata", "namespace") == ingress.Namespace
                && Text(resource.Inputs, "spec", "secretName") == tls.SecretName
                    && plan.Deployed.Any(issuer => issuer.Kind == Text(resource.Inputs, "spec", "issuerRef", "kind")
                    && Text(issuer.Inputs, "metadata", "name") == Text(resource.Inputs, "spec", "issuerRef", "name")
                    && Text(issuer.Inputs, "spec", "acme", "server").StartsWith("https://", StringComparison.Ordinal)
                        && Items(issuer.Inputs, "spec", "acme", "solvers").Any())).ToArray();
            if (tls.Hosts is null or { Count: 0 } || tls.Hosts.Any(host =>
                !issued.Any(certificate => Items(certificate.Inputs, "spec", "dnsNames").Contains(host))))
            {
                yield return "has TLS without a certificate of its host that somebody issues";
            }
        }
    }

    private static int Seconds(string duration) => duration.Length > 1 && int.TryParse(duration[..^1], out var number)
        ? duration[^1] switch { 's' => number, 'm' => 60 * number, _ => int.MaxValue } : int.MaxValue;

    private sealed record Reference(string Kind, string Name, string Key = "", bool Optional = false);
}
