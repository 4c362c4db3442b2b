namespace Infra.Facts.Reach;

/// <summary>A pod that no object of a plan makes by itself: a chart, or an operator that a chart brings.</summary>
/// <param name="Name">Name in findings.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Labels">Its labels, as far as they are known.</param>
/// <param name="OnHostNetwork">Whether it has the network of its node.</param>
internal sealed record ForeignPod(string Name, string Namespace, LabelSet Labels, bool OnHostNetwork = false)
{
    private const string ProofLabel = "acme.cert-manager.io/http01-solver";
    private const string NginxChart = "nginx-ingress";

    /// <summary>The pods of a chart.</summary>
    /// <param name="release">Name of its release.</param>
    /// <param name="chart">Its chart, with the repository in front where that is named.</param>
    /// <param name="space">Its namespace.</param>
    public static ForeignPod OfChart(string release, string chart, string space) => new(release, space, chart.Split('/')[^1] switch
    {
        // Source: nginx/kubernetes-ingress, charts/nginx-ingress/templates/_helpers.tpl, "nginx-ingress.selectorLabels".
        NginxChart => new(ImmutableDictionary.CreateRange<string, string>(
            [new("app.kubernetes.io/name", NginxChart), new("app.kubernetes.io/instance", release)]), AreAll: true),
        _ => LabelSet.Unknown,
    });

    /// <summary>Name of the pod that proves to a certificate authority that a name is ours.</summary>
    public const string Proof = "certificate proof";

    /// <summary>The pod that proves to a certificate authority that a name is ours, for as long as that takes. Its label: cert-manager,
    /// <c>pkg/apis/acme/v1/types.go</c>.</summary>
    /// <param name="space">Namespace of the certificate.</param>
    public static ForeignPod OfCertificate(string space) =>
        new(Proof, space, LabelSet.Empty with { Known = LabelSet.Empty.Known.Add(ProofLabel, "true") });
}
