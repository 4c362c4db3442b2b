using Pulumi;
using Pulumi.DigitalOcean;
using Pulumi.DigitalOcean.Inputs;

namespace Infra.Components.Cloud;

/// <summary>What a <see cref="StaticSite"/> is made of.</summary>
public sealed record StaticSiteArgs : StackPartArgs
{
    /// <summary>What the system needs of it.</summary>
    public required Systems.StaticFiles Need { get; init; }
}

/// <summary>Static files in a bucket behind a content delivery network with a name and a certificate of the system's own (WP-09).
/// Nobody can list the bucket; the pipeline marks each file it uploads as public.
/// <para>The zone has to be one that DigitalOcean serves: it proves the name to Let's Encrypt, renews the certificate, and makes the network's CNAME
/// record itself. A record of the program's would be the second of its name, which DNS forbids.</para></summary>
public sealed class StaticSite : ComponentResource
{
    // Where Spaces are offered. Source: DigitalOcean, Spaces availability (2026).
    private static readonly string[] Regions = ["ams3", "atl1", "blr1", "fra1", "lon1", "nyc3", "sfo2", "sfo3", "sgp1", "syd1", "tor1"];

    /// <summary>Makes the bucket and the network in front of it.</summary>
    public StaticSite(string name, StaticSiteArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:StaticSite", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var host = args.Need.Host(args.Settings.PublicHost);

        var region = Regions.Contains(args.Region) ? args.Region : "nyc3";

        var bucket = new SpacesBucket(name, new SpacesBucketArgs
        {
            Name = $"{args.Prefix}-{args.Need.Label}",
            Region = region,
            Acl = "private",
            ForceDestroy = !args.Protect,
        }, new CustomResourceOptions { Parent = this, Protect = args.Protect });

        new SpacesBucketCorsConfiguration($"{name}-cors", new SpacesBucketCorsConfigurationArgs
        {
            Bucket = bucket.Name,
            Region = region,
            CorsRules = new SpacesBucketCorsConfigurationCorsRuleArgs
            {
                AllowedMethods = { "GET", "HEAD" },
                AllowedOrigins = { $"https://{args.Settings.PublicHost}" },
                AllowedHeaders = { "*" },
                MaxAgeSeconds = 3600,
            },
        }, child);

        var certificate = new Certificate($"{name}-certificate", new CertificateArgs
        {
            Name = host.Replace('.', '-'), // Certificates are found by their names, so that of another host must not be called the same while both exist.
            Type = "lets_encrypt",
            Domains = { host },
        }, child);

        // Source: docs.digitalocean.com, Spaces, custom CDN endpoints (2026-01); terraform-provider-digitalocean, docs/resources/cdn.md and issue 1241.
        new Cdn($"{name}-cdn", new CdnArgs
        {
            Origin = bucket.BucketDomainName,
            CustomDomain = host,
            CertificateName = certificate.Name,
            Ttl = (int)args.Need.KeptFor.TotalSeconds,
        }, child);

        Url = Output.Create($"https://{host}");
        CloudUrn = bucket.BucketUrn;
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url });
    }

    /// <summary>Address of the files, without a slash at the end.</summary>
    public Output<string> Url { get; }

    /// <summary>The provider's name of the bucket, for projects.</summary>
    public Output<string> CloudUrn { get; }
}
