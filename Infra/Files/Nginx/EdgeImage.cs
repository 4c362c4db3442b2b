namespace Infra.Files.Nginx;

/// <summary>The programs of the edge: nginx, and certbot for its certificates.</summary>
public static class EdgeImage
{
    /// <summary>nginx, stable line. Needs 1.29.3 or newer: names of servers are resolved again while it runs (1.27.3), and headers of a block
    /// are added to those around it (1.29.3). Sources: nginx change log; Docker official images, library/nginx (2026-10).</summary>
    public const string Nginx = "nginx:1.30.5-alpine";

    /// <summary>Client of Let's Encrypt. Source: certbot releases (2026-09).</summary>
    public const string Certbot = "certbot/certbot:v5.8.0";

    /// <summary>User and group of both, the one of nginx in its own image.</summary>
    public const int User = 101;

    /// <summary>Port for HTTP inside the container; published as 80. A process without privileges cannot open the port itself.</summary>
    public const int HttpPort = 8080;

    /// <summary>Port for HTTPS inside the container; published as 443.</summary>
    public const int HttpsPort = 8443;

    /// <summary>Port of the status page for the metrics exporter; not published.</summary>
    public const int StatusPort = 8081;
}
