using Pulumi;
using K8s = Pulumi.Kubernetes.ApiExtensions;

namespace Infra.Components.Kubernetes;

/// <summary>What a <see cref="ClusterIssuer"/> is made of.</summary>
public sealed class ClusterIssuerArgs : K8s.CustomResourceArgs
{
    /// <summary>Makes the arguments.</summary>
    public ClusterIssuerArgs()
        : base("cert-manager.io/v1", "ClusterIssuer")
    {
    }

    /// <summary>The issuer's specification.</summary>
    [Input("spec")]
    public InputMap<object> Spec { get; set; } = [];

    /// <summary>An issuer that gets certificates from Let's Encrypt, proving the name over HTTP.</summary>
    /// <param name="email">Where notices go; empty for nowhere.</param>
    /// <param name="ingressClass">Class of the Ingress that answers the proof.</param>
    public static InputMap<object> LetsEncrypt(string email, string ingressClass)
    {
        var acme = new Dictionary<string, object>
        {
            ["server"] = "https://acme-v02.api.letsencrypt.org/directory",
            ["privateKeySecretRef"] = new Dictionary<string, object> { ["name"] = "letsencrypt-account" },
            ["solvers"] = new object[]
            {
                new Dictionary<string, object>
                {
                    ["http01"] = new Dictionary<string, object>
                    {
                        ["ingress"] = new Dictionary<string, object>
                        {
                            ["ingressClassName"] = ingressClass,

                            // The host belongs to a master Ingress already: the proof's path joins it as a minion.
                            ["ingressTemplate"] = new Dictionary<string, object>
                            {
                                ["metadata"] = new Dictionary<string, object>
                                {
                                    ["annotations"] = new Dictionary<string, object> { ["nginx.org/mergeable-ingress-type"] = "minion" },
                                },
                            },
                        },
                    },
                },
            },
        };
        if (email.Length > 0)
        {
            acme["email"] = email;
        }

        return new InputMap<object> { ["acme"] = acme };
    }
}

/// <summary>A cert-manager issuer for all namespaces.</summary>
public sealed class ClusterIssuer(string name, ClusterIssuerArgs args, CustomResourceOptions? options = null)
    : K8s.CustomResource(name, args, options);
