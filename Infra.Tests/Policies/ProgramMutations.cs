using Infra.Planning;
using Infra.Systems;
using static Infra.Tests.Policies.Mutation;

namespace Infra.Tests.Policies;

/// <summary>Ways to tell programs something else than their system declares, to open an edge, and to take machines and stores their
/// guards.</summary>
internal static class ProgramMutations
{
    private const Topology Host = Topology.Droplet;
    private const Topology Cluster = Topology.Kubernetes;
    private const string Edge = "nginx/nginx.conf";
    private const string Compose = "compose.yaml";

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("CFG-01", Cluster, Set(Named("ConfigMap", "api-config"), "True", "data", "APP_DEBUG")),
        new("CFG-01", Cluster, Set(Named("ConfigMap", "api-config"), "0", "data", "SESSION_COOKIE_SECURE")),
        new("CFG-01", Host, Sent("environment", "LOG_LEVEL=INFO", "LOG_LEVEL=INFO\nUVICORN_RELOAD=1")),
        new("CFG-02", Cluster, Set(Named("ConfigMap", "api-config"), Nothing, "data", "JWT_ALGORITHM")),
        new("CFG-02", Cluster, Set(Named("ConfigMap", "api-config"), "none", "data", "JWT_ALGORITHM")),
        new("CFG-02", Cluster, Set(Named("Secret", "api-secrets"), Nothing, "stringData", "jwt-secret-key")),
        new("CFG-02", Host, Sent("environment", "JWT_ALGORITHM=HS256", "JWT_ALGORITHM=none")),
        new("CFG-02", Host, File("services/api", "file JWT_SECRET_KEY jwt-secret-key\n", "")),
        new("CFG-02", Host, File("services/api", "variable MAX_UPLOAD_BYTES\n", "")),
        new("CFG-02", Host, File(Compose, "JWT_SECRET_KEY_FILE: /run/secrets/jwt-secret-key", "JWT_SECRET_KEY_FILE: /run/secrets/other")),
        new("CFG-03", Cluster, Set(Named("ConfigMap", "api-config"), "http://models.example.com/v1", "data", "MODEL_URL")),
        new("CFG-03", Cluster, Set(Named("ConfigMap", "api-config"), "ws://user@events.example.com", "data", "EVENTS")),
        new("CFG-03", Host, Sent("environment", "CORS_ORIGINS=https://", "CORS_ORIGINS=http://")),
        new("DAT-10", Host, Set(Of("DatabaseCluster"), "latest", "version")),
        new("DAT-05", Cluster, Set(Named("ConfigMap", "api-config"), "prefer", "data", "POSTGRES_SSL_MODE")),
        new("DAT-05", Host, Sent("environment", "POSTGRES_SSL_MODE=require", "POSTGRES_SSL_MODE=disable")),
        new("DAT-05", Host, Sent("secret-exporter-database-url", "sslmode=require", "sslmode=allow")),

        new("CMP-14", Host, File(Compose, "replicas: ${REPLICAS_API:-1}", "replicas: 1")),
        new("CMP-14", Host, Grace),
        new("CMP-15", Host, File(Compose, "target: /etc/blackbox", "target: /etc/elsewhere")),
        new("CMP-15", Host, File(Compose, "target: /run/secrets\n", "target: /run/secret\n")),
        new("CMP-15", Host, File(Compose, "volumes:\n  alertmanager:", "volumes:\n  other:")),
        new("CMP-16", Host, File(Compose, "target: /var/lib/grafana\n", "target: /var/grafana\n")),
        new("CMP-16", Host, File(Compose, "target: /usr/share/elasticsearch/data", "target: /data"), "vision"),
        new("CMP-17", Host, File(Compose, "GF_USERS_ALLOW_SIGN_UP: \"false\"", "GF_USERS_ALLOW_SIGN_UP: \"true\"")),
        new("CMP-17", Host, File(Compose, "GF_SECURITY_ADMIN_PASSWORD__FILE", "GF_ADMIN_FILE")),
        new("CMP-17", Host, File(Compose, "GF_USERS_ALLOW_SIGN_UP: \"false\"",
            "GF_USERS_ALLOW_SIGN_UP: \"false\"\n      GF_AUTH_ANONYMOUS_ENABLED: \"1\"")),
        new("CMP-17", Host, File(Compose, "-Xmx1024m", "-Xmx3g"), "vision"),
        new("CMP-18", Host, File(Compose, "/tmp:size=16m,mode=1777,nosuid,nodev,noexec", "/tmp:mode=1777,nosuid,nodev,noexec")),
        new("CMP-18", Host, File(Compose, "/tmp:size=16m,mode=1777,nosuid,nodev,noexec", "/tmp:size=16m,mode=1777")),

        new("CMP-19", Host, File(Compose, "source: ./run/alertmanager/secrets", "source: /run/docker.sock")),
        new("CMP-20", Host, File(Compose, "expose: [\"8000\"]", "ports: [\"16379:6379\"]")),
        new("CMP-21", Host, File(Compose, "GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana/grafana-admin-password",
            "GF_SECURITY_ADMIN_PASSWORD: Winter-2026")),

        new("EDGE-20", Host, File(Edge, "error_page 404 @problem404", "error_page 404 @problem405")),
        new("EDGE-20", Host, File(Edge, "default @problem502;", "default @problem500;")),
        new("EDGE-20", Host, File(Edge, "return 503 ", "return 200 ")),
        new("EDGE-20", Host, File(Edge, "add_header Cache-Control no-store always;", "add_header Cache-Control max-age=60 always;")),
        new("EDGE-16", Host, File(Edge, "X-Request-Id $request_id always", "X-Request-Id $request_id")),
        new("EDGE-16", Host, File(Edge, "proxy_hide_header X-Request-Id;", "")),
        new("EDGE-16", Host, File(Edge, "add_header Cache-Control $cache_control always;", ""), "web-platform"),
        new("EDGE-17", Host, File(Edge, "Access-Control-Allow-Origin $allowed_origin", "Access-Control-Allow-Origin $http_origin"),
            "faciliauto"),
        new("EDGE-17", Host, File(Edge, "add_header Vary Origin always;", "add_header Vary Accept always;"), "faciliauto"),
        new("EDGE-18", Host, File(Edge, "location = /healthy {", "location = /health-of-nginx {")),
        new("EDGE-18", Host, File(Edge, "location = /stub_status", "location = /status")),
        new("EDGE-18", Host, File(Edge, "/.well-known/acme-challenge/", "/challenges/")),
        new("EDGE-18", Host, File(Edge, "error_log stderr warn;", "error_log /dev/null crit;")),
        new("EDGE-19", Cluster, Set(Named("Service", "nginx-ingress-service"), "Cluster", "spec", "externalTrafficPolicy")),

        new("REL-19", Cluster, Set(Named("Deployment", "api"), Nothing, "spec", "selector", "matchLabels", "app.kubernetes.io/component")),
        new("REL-19", Cluster, Set(Of("PodDisruptionBudget"), Nothing, "spec", "selector", "matchLabels", "app.kubernetes.io/component")),
        new("REL-20", Cluster, Set(Of("ResourceQuota"), "4000", "spec", "hard", "requests.cpu")),
        new("REL-20", Cluster, Set(Of("ResourceQuota"), Nothing, "spec", "hard", "pods")),
        new("REL-20", Cluster, Set(Of("ResourceQuota"), "1", "spec", "hard", "services.loadbalancers")),
        new("REL-20", Cluster, Set(Of("LimitRange"), "64Gi", "spec", "limits", 0, "default", "memory")),
        new("REL-20", Cluster, Set(Of("LimitRange"), "1", "spec", "limits", 0, "defaultRequest", "memory")),
        new("REL-21", Cluster, Set(Of("StatefulSet"), 0.0, "spec", "replicas")),
        new("REL-21", Cluster, Set(Of("StatefulSet"), "redis-pods", "spec", "serviceName")),
        new("REL-21", Cluster, Set(Of("StatefulSet"), 1.0, "spec", "template", "spec", "terminationGracePeriodSeconds")),
        new("REL-21", Cluster, Set(Of("StatefulSet"), Nothing, "spec", "template", "spec", "containers", 0, "startupProbe")),
        new("REL-22", Cluster, Set(Named("Deployment", "api"), Nothing, "spec", "template", "metadata", "annotations")),
        new("REL-22", Cluster, Set(Named("Deployment", "api"), Nothing, "spec", "template", "spec", "containers", 0, "startupProbe")),
        new("REL-23", Cluster, Change(Of("ClusterIssuer"), issuer => issuer with { DependsOn = [] })),
        new("REL-23", Cluster, Set(Named("Job", "migrate"), "false", "metadata", "annotations", "pulumi.com/replaceUnready")),

        new("REL-13", Cluster, Set(Of("PriorityClass"), Nothing, "value")),
        new("REL-16", Cluster, Set(Of("StatefulSet"), "200Gi", "spec", "template", "spec", "volumes", 2, "emptyDir", "sizeLimit")),
        new("REL-19", Cluster, Set(Named("Service", "api"), Nothing, "spec", "selector", "app.kubernetes.io/component")),
        new("REL-21", Cluster, Set(Of("StatefulSet"), "do-block-storage", "spec", "volumeClaimTemplates", 0, "spec", "storageClassName")),
        new("REL-22", Cluster, Set(Of("StatefulSet"), Nothing, "spec", "template", "metadata", "annotations")),
        new("BAK-07", Cluster, Set(Named("CronJob", "backup"), Array.Empty<object>(), "spec", "jobTemplate", "spec", "template", "spec",
            "initContainers")),
        new("EDGE-21", Cluster, Set(Of("ClusterIssuer"), Nothing, "spec", "acme", "privateKeySecretRef")),
        new("EDGE-21", Cluster, Set(Of("ClusterIssuer"), "traefik", "spec", "acme", "solvers", 0, "http01", "ingress", "ingressClassName")),
        new("EDGE-21", Cluster, Set(Of("ClusterIssuer"), Nothing, "spec", "acme", "solvers", 0, "http01", "ingress", "ingressTemplate")),
        new("EDGE-22", Cluster, Set(resource => resource.Kind == "Ingress" && resource.Name.Contains("rps", StringComparison.Ordinal),
            "64k", "metadata", "annotations",
            "nginx.org/limit-req-zone-size")),

        new("SRV-01", Host, Set(Named("CopyToRemote", "compose.yaml"), "root", "connection", "user")),
        new("SRV-01", Host, Set(Named("Command", "secret-jwt-secret-key"), "stdout", "logging")),
        new("SRV-02", Host, Set(Named("CopyToRemote", "compose.yaml"), new object[] { "1.0.0" }, "triggers")),
        new("SRV-02", Host, Change(Named("Command", "environment"), command => command with { DependsOn = [] })),
        new("SRV-03", Host, Set(Of("Droplet"), "debian", "image")),
        new("SRV-03", Host, Set(Of("Droplet"), Array.Empty<object>(), "sshKeys")),
        new("SRV-03", Host, Set(Of("Droplet"), Nothing, "vpcUuid")),
        new("SRV-03", Host, Set(Of("Droplet"), false, "monitoring")),
        new("SRV-04", Cluster, Set(Of("KubernetesCluster"), "latest", "version")),
        new("SRV-04", Cluster, Set(Of("KubernetesNodePool"), 1.0, "minNodes")),
        new("SRV-04", Cluster, Set(Of("KubernetesCluster"), Nothing, "vpcUuid")),
        new("SRV-05", Host, Set(Of("Vpc"), "198.51.100.0/24", "ipRange")),
        new("SRV-05", Host, Set(Of("Vpc"), "10.0.0.0/8", "ipRange")),
        new("SRV-06", Cluster, Set(Of("KubernetesNodePool"), new object[] { "document-search" }, "tags")),
    ];

    private static Func<Plan, Plan> Grace => plan =>
    {
        var file = plan.Files.Single(file => file.Path == Compose);
        var start = file.Content.IndexOf("\n  nginx:\n", StringComparison.Ordinal);
        var grace = file.Content.IndexOf("stop_grace_period: ", start, StringComparison.Ordinal);
        var end = file.Content.IndexOf('\n', grace);
        return plan with
        {
            Files = plan.Files.Replace(file,
            file with { Content = $"{file.Content[..grace]}stop_grace_period: 20s{file.Content[end..]}" })
        };
    };

    // What is sent to a server beside its files.
    private static Func<Plan, Plan> Sent(string command, string old, string replacement) => plan =>
    {
        var resource = plan.Resources.First(Named("Command", command));
        var text = (string)resource.Inputs["stdin"]!;
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Set(Named("Command", command), text.Replace(old, replacement, StringComparison.Ordinal), "stdin")(plan);
    };

    private static Func<PlannedResource, bool> Of(string kind) => resource => resource.Kind == kind && !resource.IsComponent;

    private static Func<PlannedResource, bool> Named(string kind, string name) => resource =>
        resource.Kind == kind && resource.Name == name && !resource.IsComponent;
}
