using System.Collections;
using System.Globalization;
using Infra.Facts;
using Infra.Planning;

namespace Infra.Costs;

/// <summary>What objects and charts in a cluster make the cloud bill: load balancers and volumes. Pods run on nodes, which are billed themselves.</summary>
internal static class KubernetesPricing
{
    // Types of load balancers and their size: docs.digitalocean.com/products/kubernetes/how-to/configure-load-balancers (2026).
    private const string BalancerType = "service.beta.kubernetes.io/do-loadbalancer-type";
    private const string BalancerNodes = "service.beta.kubernetes.io/do-loadbalancer-size-unit";

    // Groups of the API whose objects cost no more than the volumes they claim.
    private static readonly string[] Groups =
    [
        "core/", "apps/", "batch/", "autoscaling/", "policy/", "networking.k8s.io/", "rbac.authorization.k8s.io/", "scheduling.k8s.io/", "apiextensions.k8s.io/",
        "admissionregistration.k8s.io/", "storage.k8s.io/", "cert-manager.io/", "monitoring.coreos.com/", "k8s.nginx.org/",
        "elasticsearch.k8s.elastic.co/", "kibana.k8s.elastic.co/", "logstash.k8s.elastic.co/", "beat.k8s.elastic.co/",
    ];

    // Charts that were read: they make no load balancer but that of the ingress controller, and no volume that their values do not ask for.
    private static readonly string[] Charts = ["nginx-ingress", "cert-manager", "kube-prometheus-stack", "eck-operator", "eck-stack", "eck-beats", "prometheus-blackbox-exporter"];

    /// <summary>The charges of an object or a chart.</summary>
    public static IEnumerable<Charge> Of(PlannedResource resource)
    {
        if (resource.Type.StartsWith("kubernetes:helm.sh/", StringComparison.Ordinal))
        {
            return Chart(resource);
        }

        var group = resource.Type["kubernetes:".Length..];
        return Groups.Any(known => group.StartsWith(known, StringComparison.Ordinal))
            ? Balancer(resource.Inputs, "spec", "metadata").Concat(Volumes(resource.Inputs, 1))
            : [new Charge.Unpriced($"nobody has said what {resource.Kind} costs: add its group to Infra/Costs/KubernetesPricing.cs once you know that it costs no more than its volumes")];
    }

    private static IEnumerable<Charge> Chart(PlannedResource release)
    {
        var chart = Wire.Text(release.Inputs, "chart").Split('/')[^1];
        var values = Wire.At(release.Inputs, "values");
        if (!Charts.Contains(chart))
        {
            return [new Charge.Unpriced($"nobody has said what chart '{chart}' costs: read its values, then add it to Infra/Costs/KubernetesPricing.cs")];
        }

        // The chart of the ingress controller makes a load balancer unless it is told otherwise.
        var service = Wire.At(values, "controller", "service");
        var balancer = chart == "nginx-ingress" && !Wire.IsFalse(service, "create") && Wire.Text(service, "type") is "" or "LoadBalancer"
            ? [CloudPricing.LoadBalancer(Wire.Text(service, "annotations", BalancerType), SizeOf(service))]
            : Enumerable.Empty<Charge>();
        return balancer.Concat(Volumes(values, 1));
    }

    private static IEnumerable<Charge> Balancer(object? service, string specification, string metadata) =>
        Wire.Text(service, specification, "type") == "LoadBalancer"
            ? [CloudPricing.LoadBalancer(Wire.Text(service, metadata, "annotations", BalancerType), SizeOf(Wire.At(service, metadata)))]
            : [];

    private static double SizeOf(object? annotated) =>
        double.TryParse(Wire.Text(annotated, "annotations", BalancerNodes), CultureInfo.InvariantCulture, out var nodes) ? nodes : 1;

    /// <summary>Claims wherever they stand: in claims, templates of claims, custom resources and values of charts. Instances multiply.</summary>
    private static IEnumerable<Charge> Volumes(object? value, decimal instances)
    {
        if (value is IReadOnlyDictionary<string, object?> map)
        {
            var here = instances * (Instances(map, "replicas") ?? Instances(map, "count") ?? 1);
            var claimed = Wire.Text(map, "resources", "requests", "storage");
            var persistent = Wire.IsTrue(map, "enabled") ? Wire.Text(map, "size") : "";
            if ((claimed.Length > 0 ? claimed : persistent) is { Length: > 0 } size)
            {
                yield return Volume(size, here);
            }

            // By name, for maps keep no order, and a plan has to read the same every time.
            foreach (var charge in map.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => Volumes(entry.Value, here)))
            {
                yield return charge;
            }
        }
        else if (value is IEnumerable items and not string)
        {
            foreach (var charge in items.Cast<object?>().SelectMany(item => Volumes(item, instances)))
            {
                yield return charge;
            }
        }
    }

    private static decimal? Instances(IReadOnlyDictionary<string, object?> map, string name) => map.TryGetValue(name, out var value) && value is double number ? (decimal)number : null;

    private static Charge Volume(string size, decimal instances) => Gibibytes(size) is { } each
        ? new Charge.Of(PriceBook.Of("do-volume"), each * instances, instances == 1 ? $"volume of {size}" : $"{instances:0} volumes of {size}")
        : new Charge.Unpriced($"'{size}' is no size of a volume: write it like 10Gi");

    private static decimal? Gibibytes(string size) => size switch
    {
        [.. var number, 'T', 'i'] when decimal.TryParse(number, CultureInfo.InvariantCulture, out var amount) => amount * 1024,
        [.. var number, 'G', 'i'] when decimal.TryParse(number, CultureInfo.InvariantCulture, out var amount) => amount,
        [.. var number, 'M', 'i'] when decimal.TryParse(number, CultureInfo.InvariantCulture, out var amount) => amount / 1024,
        [.. var number, 'G'] when decimal.TryParse(number, CultureInfo.InvariantCulture, out var amount) => amount * 1_000_000_000m / (1024m * 1024 * 1024),
        _ => null,
    };
}
