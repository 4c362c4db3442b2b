using Infra.Planning;
using Infra.Systems;
using static Infra.Tests.Policies.Mutation;

namespace Infra.Tests.Policies;

/// <summary>At least one way to break each rule.</summary>
internal static class Mutations
{
    private const Topology Host = Topology.Droplet;
    private const Topology Cluster = Topology.Kubernetes;

    private static string ReadingOf(string resource) =>
        $$"""{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "{{resource}}"}]}""";

    private static readonly object[] Container = ["spec", "template", "spec", "containers", 0];
    private static readonly object[] Pod = ["spec", "template", "spec"];

    public static ImmutableArray<Mutation> All { get; } =
    [
        new("POD-01", Cluster, Set(Api, 0.0, [.. Pod, "securityContext", "runAsUser"])),
        new("POD-02", Cluster, Set(Api, Nothing, [.. Container, "securityContext", "readOnlyRootFilesystem"])),
        new("POD-03", Cluster, Set(Api, true, [.. Container, "securityContext", "allowPrivilegeEscalation"])),
        new("POD-04", Cluster, Set(Api, new object[] { "NET_RAW" }, [.. Container, "securityContext", "capabilities", "add"])),
        new("POD-05", Cluster, plan => Set(Api, Nothing, [.. Pod, "securityContext", "seccompProfile"])(Set(Api, Nothing, [.. Container, "securityContext", "seccompProfile"])(plan))),
        new("POD-06", Cluster, Set(Api, Nothing, [.. Container, "resources", "limits", "memory"])),
        new("POD-07", Cluster, Set(Api, Nothing, [.. Container, "readinessProbe"])),
        new("POD-08", Cluster, Set(Api, "registry.example.com/document-search:latest", [.. Container, "image"])),
        new("POD-08", Cluster, Set(Api, "registry.example.com:5000/document-search", [.. Container, "image"])),
        new("POD-09", Cluster, Set(Api, true, [.. Pod, "hostNetwork"])),
        new("POD-10", Cluster, Set(Api, Nothing, [.. Pod, "automountServiceAccountToken"])),
        new("POD-11", Cluster, Set(Api, "default", [.. Pod, "serviceAccountName"])),
        new("POD-12", Cluster, Set(Api, "Unconfined", [.. Container, "securityContext", "appArmorProfile", "type"])),
        new("POD-13", Cluster, Set(Api, "Unmasked", [.. Container, "securityContext", "procMount"])),
        new("POD-14", Cluster, Set(Api, new object[] { new Dictionary<string, object?> { ["name"] = "kernel.msgmax", ["value"] = "65536" } },
            [.. Pod, "securityContext", "sysctls"])),
        new("POD-15", Cluster, Set(Api, new object[] { new Dictionary<string, object?> { ["name"] = "share", ["nfs"] = new Dictionary<string, object?> { ["server"] = "192.0.2.7" } } },
            [.. Pod, "volumes"])),
        new("POD-16", Cluster, Set(Api, "192.0.2.7", [.. Container, "livenessProbe", "httpGet", "host"])),
        new("POD-17", Cluster, Set(Api, true, [.. Pod, "securityContext", "windowsOptions", "hostProcess"])),
        new("POD-18", Cluster, Set(Api, Nothing, [.. Pod, "securityContext", "runAsGroup"])),
        new("POD-18", Cluster, Set(Api, 0.0, [.. Pod, "securityContext", "fsGroup"])),
        new("POD-19", Cluster, Set(Api, true, [.. Pod, "shareProcessNamespace"])),
        new("POD-20", Cluster, Set(Api, 3000.0, [.. Container, "livenessProbe", "failureThreshold"])),
        new("POD-20", Cluster, Set(Api, 9.0, [.. Container, "readinessProbe", "httpGet", "port"])),
        new("POD-21", Cluster, Set(Api, "1Mi", [.. Container, "resources", "requests", "memory"])),

        new("NGX-01", Host, File("nginx/nginx.conf", "add_header_inherit merge;", "")),
        new("NGX-02", Host, File("nginx/nginx.conf", "add_header X-Frame-Options DENY always", "add_header Content-Type text/html always")),
        new("NGX-03", Host, File("nginx/nginx.conf", "object-src 'none'; frame", "object-src 'none';\n frame")),
        new("NGX-04", Host, File("nginx/nginx.conf", "location /api/ {", "location /files { alias /challenges/; } location /api/ {")),
        new("NGX-05", Host, File("nginx/nginx.conf", "location /api/ {", "location /api/ { allow 192.0.2.0/24;")),
        new("NGX-06", Host, File("nginx/nginx.conf", "proxy_set_header Host $host", "proxy_set_header Host $http_host")),
        new("NGX-07", Host, File("nginx/nginx.conf", "$request_uri", "$uri")),
        new("NGX-08", Host, File("nginx/nginx.conf", "location /api/ {", "location /api/ { if ($arg_debug) { limit_req off; }")),
        new("NGX-09", Host, File("nginx/nginx.conf", "location /api/ {", "location /api/ { if ($http_origin ~ example.com) { return 204; }")),
        new("NGX-10", Host, File("nginx/nginx.conf", "resolver 127.0.0.11", "resolver 198.51.100.53")),
        new("NGX-11", Host, File("nginx/nginx.conf", "proxy_pass http://", "proxy_pass http://$http_x_to")),
        new("NGX-12", Host, File("nginx/nginx.conf", "location /api/ {", "location /api/ { valid_referers none server_names;")),
        new("NGX-13", Host, File("nginx/nginx.conf", "server_tokens off", "server_tokens on")),
        new("NGX-14", Host, File("nginx/nginx.conf", "ssl_protocols TLSv1.2", "ssl_protocols TLSv1 TLSv1.2")),

        new("TRU-01", Host, Set(Of("Droplet"), "yes", ["backups"])),
        new("TRU-01", Host, Set(Of("Droplet"), Nothing, ["image"])),
        new("TRU-01", Host, Set(Of("DatabaseCluster"), 2.0, ["nodes"])),
        new("TRU-02", Host, Set(Of("DatabaseCluster"), 0.0, ["nodeCount"])),
        new("TRU-02", Cluster, Set(Api, "Sometimes", [.. Container, "imagePullPolicy"])),
        new("TRU-03", Host, Set(Of("DatabaseCluster"), "allkeys_lru", ["evictionPolicy"])),
        new("TRU-04", Host, Set(Of("Droplet"), true, ["privateNetworking"])),

        new("CMP-01", Host, File("compose.yaml", "user: 1654:1654", "user: 0:0")),
        new("CMP-02", Host, File("compose.yaml", "read_only: true", "read_only: false")),
        new("CMP-03", Host, File("compose.yaml", "no-new-privileges:true", "no-new-privileges:false")),
        new("CMP-04", Host, File("compose.yaml", "cap_drop: [ALL]", "cap_drop: []")),
        new("CMP-05", Host, File("compose.yaml", "memory: 1024m", "")),
        new("CMP-06", Host, File("compose.yaml", "healthcheck:", "labels:")),
        new("CMP-07", Host, File("compose.yaml", "max-size: 10m", "max-buffer: 10m")),
        new("CMP-08", Host, File("compose.yaml", "valkey/valkey:8.1.9-alpine", "valkey/valkey:latest")),
        new("CMP-09", Host, File("compose.yaml", "expose: [\"8000\"]", "ports: [\"8000:8000\"]")),
        new("CMP-10", Host, File("compose.yaml", "user: 1654:1654", "user: 1654:1654\n    network_mode: host")),

        new("CMP-11", Host, Set(Of("Droplet"), "s-1vcpu-1gb", "size")),
        new("CMP-12", Host, File("compose.yaml", "[\'no-new-privileges:true\']", "[\'no-new-privileges:true\', \'seccomp=unconfined\']")),
        new("CMP-13", Host, File("compose.yaml", "source: ./run/api/secrets", "source: /root")),
        new("CMP-14", Host, File("compose.yaml", "restart: unless-stopped", "restart: \"no\"")),

        new("DAT-01", Cluster, Without(Of("DatabaseFirewall"))),
        new("DAT-01", Host, Set(Of("DatabaseFirewall"), "ip_addr", "rules", 0, "type")),
        new("DAT-02", Cluster, Set(Of("DatabaseCluster"), Nothing, "privateNetworkUuid")),
        new("DAT-03", Cluster, Change(Of("DatabaseCluster"), resource => resource with { Protected = false })),
        new("DAT-03", Host, Change(Of("Bucket"), resource => resource with { Protected = false })),
        new("DAT-03", Cluster, Change(Of("ContainerRegistry"), resource => resource with { Protected = false })),
        new("DAT-04", Cluster, Without(resource => resource.Kind == "Job")),
        new("DAT-05", Cluster, Set(Named("ConfigMap", "api-config"), "disable", "data", "POSTGRES_SSLMODE")),
        new("DAT-05", Cluster, Set(Named("Secret", "api-secrets"), "postgresql://u:p@h:25060/d", "stringData", "database-url"), "car-api"),
        new("DAT-05", Cluster, Set(Named("Secret", "api-secrets"), "postgresql+psycopg://u:p@h:25060/d", "stringData", "database-url"), "car-api"),
        new("DAT-06", Cluster, Set(Of("DatabaseConnectionPool"), 500.0, "size")),
        new("DAT-07", Cluster, Change(Of("StatefulSet"), resource => resource with { IgnoredChanges = [] })),
        new("S3-01", Host, Set(Of("BucketPublicAccessBlock"), false, "blockPublicPolicy")),
        new("S3-02", Host, Without(Of("BucketServerSideEncryptionConfiguration"))),
        new("S3-03", Host, Set(Of("BucketPolicy"), "{\"Statement\":[]}", "policy")),
        new("S3-04", Host, Set(Of("BucketLifecycleConfiguration"), "Disabled", "rules", 0, "status")),
        new("S3-05", Host, Without(Of("BucketOwnershipControls"))),
        new("S3-06", Host, Set(Of("BucketPolicy"), """{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}""", "policy")),
        new("S3-07", Host, Set(Of("BucketLifecycleConfiguration"), Nothing, "rules", 0, "abortIncompleteMultipartUpload")),
        new("IAM-01", Host, Set(Of("UserPolicy"), ReadingOf("*"), "policy")),
        new("IAM-01", Host, Set(Of("UserPolicy"), ReadingOf("arn:aws:s3:::document-search-prod-uploads-????????/*"), "policy")),
        new("IAM-01", Host, Set(Of("UserPolicy"), ReadingOf("arn:aws:s3:::document-search-prod-uploads-of-others/*"), "policy")),
        new("IAM-02", Host, Without(Of("UserPolicy"))),
        new("DAT-08", Cluster, Set(Of("KubernetesCluster"), true, "destroyAllAssociatedResources")),
        new("DAT-08", Host, Set(Of("Bucket"), true, "forceDestroy")),
        new("DAT-09", Host, Set(Of("DatabaseCluster"), Nothing, "maintenanceWindows")),

        new("SEC-01", Host, Set(Named("RandomPassword", "jwt-secret-key"), 48.0, "length")),
        new("SEC-02", Cluster, Set(Named("ConfigMap", "api-config"), $"key {SecretMark.Of("jwt-secret-key", "result")}", "data", "JWT")),
        new("SEC-02", Host, Set(Of("Droplet"), SecretMark.Of("jwt-secret-key", "result"), "userData")),
        new("SEC-03", Host, System_(system => system with
        {
            Environment = [EnvironmentVariable.Variable("PAYMENT_KEY", "Payment", "Key", new EnvironmentValue.Supplied("paymentKey") { Expected = true })],
        })),
        new("SEC-04", Host, Set(Of("DnsRecord"), SecretMark.Of("jwt-secret-key", "result"), "value")),

        new("SEC-05", Host, Set(resource => resource.Type == "command:remote:CopyToRemote", Nothing, "connection", "hostKey")),
        new("SEC-05", Host, Set(Named("Command", "environment"), Nothing, "connection", "hostKey")),
        new("SEC-06", Cluster, Set(Named("Secret", "api-secrets"), "Winter-2026", "stringData", "jwt-secret-key")),
        new("SEC-06", Host, Set(Named("Command", "secret-jwt-secret-key"), "Winter-2026", "stdin")),
        new("SEC-07", Cluster, Set(resource => resource.Type == "pulumi:providers:kubernetes", Nothing, "kubeconfig")),

        new("NET-01", Host, Set(Of("Firewall"), "0.0.0.0/0", "inboundRules", 0, "sourceAddresses", 0)),
        new("NET-02", Host, Set(Of("Firewall"), "5432", "inboundRules", 1, "portRange")),
        .. ReachMutations.All,
        .. HostMutations.All,
        new("NET-03", Cluster, Without(Named("NetworkPolicy", "default-deny"))),
        new("NET-04", Cluster, Set(Named("Namespace", "document-search"), "baseline", "metadata", "labels", "pod-security.kubernetes.io/enforce")),
        new("NET-05", Cluster, Set(Named("Ingress", "edge"), Nothing, "spec", "tls")),
        new("NET-06", Cluster, System_(system => system with { Edge = system.Edge with { Routes = [.. system.Edge.Routes.Select(route => route with { Limit = RateLimit.None })] } })),
        new("NET-07", Cluster, Without(Named("PodDisruptionBudget", "api"))),
        new("NET-07", Cluster, Set(Api, 1.0, "spec", "replicas")),
        new("NET-08", Cluster, Set(Named("Namespace", "monitoring"), Nothing, "metadata", "labels", "pod-security.kubernetes.io/enforce")),
        new("NET-08", Cluster, Set(Named("Namespace", "monitoring"), "privileged", "metadata", "labels", "pod-security.kubernetes.io/enforce")),
        new("NET-08", Cluster, Without(Named("NetworkPolicy", "cert-manager-default-deny"))),
        new("NET-09", Cluster, Set(Named("Service", "redis"), "LoadBalancer", "spec", "type")),
        new("NET-10", Cluster, Set(Named("NetworkPolicy", "api"), Nothing, "spec", "egress", 0, "ports")),

        new("EDGE-01", Cluster, Set(Named("Ingress", "edge"), "3600", "metadata", "annotations", "nginx.org/hsts-max-age")),
        new("EDGE-01", Host, File("nginx/nginx.conf", "Strict-Transport-Security", "X-Nothing")),
        new("EDGE-02", Cluster, Set(Named("Ingress", "edge"), "X-Frame-Options: DENY:always", "metadata", "annotations", "nginx.org/add-header")),
        new("EDGE-02", Host, File("nginx/nginx.conf", "Content-Security-Policy", "X-Nothing")),
        new("EDGE-03", Cluster, Set(Named("Release", "nginx-ingress"), "TLSv1 TLSv1.2", "values", "controller", "config", "entries", "ssl-protocols")),
        new("EDGE-03", Host, File("nginx/nginx.conf", "ssl_protocols TLSv1.2", "ssl_protocols TLSv1.1 TLSv1.2")),
        new("EDGE-04", Cluster, Set(resource => resource.Kind == "Ingress" && resource.Name.Contains("10rps", StringComparison.Ordinal), "503", "metadata", "annotations", "nginx.org/limit-req-reject-code")),
        new("EDGE-04", Host, File("nginx/nginx.conf", "rate=10r/s", "rate=1000r/s")),
        new("EDGE-05", Cluster, Set(Named("Ingress", "edge"), "false", "metadata", "annotations", "nginx.org/ssl-redirect")),
        new("EDGE-05", Host, File("nginx/nginx.conf", "https://document-search.example.com$request_uri", "http://document-search.example.com$request_uri")),
        new("EDGE-06", Cluster, Set(Named("Ingress", "edge"), "", "metadata", "annotations", "nginx.org/server-snippets")),
        new("EDGE-06", Cluster, Set(Named("Ingress", "edge"), "location = /metrics { return 404; }\nlocation = /health_check/detailed { return 404; }",
            "metadata", "annotations", "nginx.org/server-snippets")),
        new("EDGE-06", Host, File("nginx/nginx.conf", "if ($not_public) {", "location = /metrics {")),
        new("EDGE-06", Host, File("nginx/nginx.conf", "\"~*^(?:(?:[/", "\"~^(?:(?:[/")),
        new("EDGE-06", Host, File("nginx/nginx.conf", "(?:a|%(?:25)*(?:61|41))(?:p|", "(?:b|%(?:25)*(?:62|42))(?:p|"), "vision"),
        new("EDGE-07", Host, File("nginx/nginx.conf", "proxy_cache_bypass $known_caller;", "proxy_cache_bypass $http_authorization $cookie_session;"), "web-platform"),
        new("EDGE-07", Host, File("nginx/nginx.conf", "proxy_no_cache $known_caller $not_for_all;", "proxy_no_cache $known_caller;"), "web-platform"),
        new("EDGE-07", Host, File("nginx/nginx.conf", "map $http_cookie$http_authorization", "map $http_authorization"), "web-platform"),
        new("EDGE-07", Host, File("nginx/nginx.conf", "proxy_cache api;", "proxy_cache api;\n            proxy_ignore_headers Set-Cookie;"), "web-platform"),
        new("EDGE-07", Cluster, Set(Named("Ingress", "edge-20rps-burst40-api"),
            "proxy_cache edge_api;\nproxy_cache_bypass $http_authorization $http_cookie;\nproxy_no_cache $http_authorization $http_cookie;",
            "metadata", "annotations", "nginx.org/location-snippets"), "web-platform"),

        new("EDGE-08", Cluster, Set(Named("Ingress", "edge"), "nothing", "spec", "tls", 0, "secretName")),
        new("EDGE-08", Cluster, Without(Named("Certificate", "edge-certificate"))),

        new("EDGE-09", Host, File("nginx/nginx.conf", "limit_req_status 429;", "limit_req_status 429; limit_req_dry_run on;")),
        new("EDGE-09", Host, File("nginx/nginx.conf", "limit_req_zone $binary_remote_addr", "limit_req_zone $http_x_key")),
        new("EDGE-10", Host, File("nginx/nginx.conf", "client_max_body_size 25m", "client_max_body_size 0")),
        new("EDGE-11", Host, File("nginx/nginx.conf", "ssl_reject_handshake on;", "")),
        new("EDGE-12", Host, File("nginx/nginx.conf", "proxy_set_header X-Forwarded-For $remote_addr",
            "proxy_set_header X-Forwarded-For $http_x_forwarded_for")),
        new("EDGE-13", Host, File("nginx/nginx.conf", "add_header X-Frame-Options DENY always", "add_header X-Frame-Options DENY")),
        new("EDGE-14", Host, File("nginx/nginx.conf", "proxy_hide_header X-Powered-By;", "")),

        new("EDGE-15", Cluster, Set(Named("Ingress", "edge"), "0", "metadata", "annotations", "nginx.org/client-max-body-size")),
        new("EDGE-15", Cluster, Set(resource => resource.Kind == "Ingress" && resource.Name.Contains("10rps", StringComparison.Ordinal),
            "${http_x_key}",
            "metadata", "annotations", "nginx.org/limit-req-key")),

        new("REF-01", Cluster, Without(Named("ServiceAccount", "api"))),
        new("REF-01", Cluster, Set(Named("Secret", "backup-secrets"), Nothing, "stringData", "pgpassword")),
        new("REF-02", Cluster, Change(Api, resource => resource with { DependsOn = [] })),
        new("REF-03", Cluster, Change(Named("Service", "api"), resource => resource with { DependsOn = [] })),
        new("RBA-01", Cluster, Set(Named("ServiceAccount", "api"), Nothing, "automountServiceAccountToken")),

        new("CHT-01", Cluster, Set(Named("Release", "cert-manager"), ">1.0.0", "version")),
        new("CHT-02", Cluster, Set(Named("Release", "cert-manager"), false, "atomic")),
        new("CHT-03", Cluster, Set(Named("Release", "cert-manager"), new Dictionary<string, object?>
        {
            ["spec"] = new Dictionary<string, object?> { ["hostPID"] = true,
                ["containers"] = new object[] { new Dictionary<string, object?> { ["name"] = "spy" } } },
        }, "values", "podTemplate")),
        new("CHT-04", Cluster, Set(Named("Release", "cert-manager"), Nothing, "values", "resources", "limits", "memory")),

        new("REL-01", Cluster, Set(Of("HorizontalPodAutoscaler"), 1000.0, "spec", "maxReplicas")),
        new("REL-02", Cluster, Set(Api, Nothing, [.. Pod, "topologySpreadConstraints"])),
        new("REL-03", Cluster, Set(Api, Nothing, [.. Container, "lifecycle"])),
        new("REL-03", Cluster, Set(Api, 40.0, [.. Pod, "terminationGracePeriodSeconds"])), // The pause and the time to stop take as long.
        new("REL-03", Cluster, Set(Api, 0.0, [.. Container, "lifecycle", "preStop", "sleep", "seconds"])),
        new("REL-04", Cluster, Set(Api, Nothing, [.. Pod, "priorityClassName"])),
        new("REL-05", Cluster, Without(Of("ResourceQuota"))),
        new("REL-06", Cluster, Set(Of("KubernetesCluster"), false, "ha")),
        new("REL-07", Cluster, Set(Api, "registry.digitalocean.com/document-search-prod/document-search:0.9.0", [.. Container, "image"])),
        new("REL-08", Cluster, Set(resource => resource.Type == "pulumi:providers:kubernetes", Nothing, "enableSecretMutable")),
        new("REL-08", Cluster, Set(resource => resource.Type == "pulumi:providers:kubernetes", "false", "enableConfigMapMutable")),
        new("REL-08", Cluster, Set(Named("Secret", "api-secrets"), true, "immutable")),
        new("REL-08", Cluster, Change(Named("Service", "api"), resource => resource with { DeletedBeforeReplaced = true })),
        new("REL-09", Cluster, Change(Of("kubernetes"), provider => provider with { DependsOn = [] })),
        new("REL-09", Cluster, Without(Of("KubernetesNodePool"))),
        new("REL-10", Cluster, Set(Api, "Recreate", "spec", "strategy", "type")),
        new("REL-10", Cluster, Set(Named("PodDisruptionBudget", "api"), 0.0, "spec", "maxUnavailable")),
        new("REL-10", Cluster, Set(Named("PodDisruptionBudget", "api"), "nothing", "spec", "selector", "matchLabels",
            "app.kubernetes.io/component")),
        new("REL-11", Cluster, Set(Api, 0.0, "spec", "revisionHistoryLimit")),
        new("REL-12", Cluster, Without(Of("HorizontalPodAutoscaler"))),
        new("REL-12", Cluster, Change(Api, resource => resource with { IgnoredChanges = [] })),
        new("REL-13", Cluster, Set(Of("PriorityClass"), true, "globalDefault")),
        new("REL-14", Cluster, Set(Named("CronJob", "backup"), Nothing, "spec", "jobTemplate", "spec", "activeDeadlineSeconds")),
        new("REL-15", Host, Change(Of("Droplet"), droplet => droplet with { IgnoredChanges = [] })),
        new("REL-16", Cluster, Set(Api, "640Gi", [.. Container, "resources", "limits", "memory"])),

        new("BAK-01", Cluster, Set(Named("CronJob", "backup"), true, "spec", "suspend")),
        new("BAK-01", Host, File("systemd/document-search-backup.timer", "OnCalendar=", "OnBootSec=")),
        new("BAK-02", Host, Set(Named("BucketLifecycleConfiguration", "bucket-backups-lifecycle"), 3.0, "rules", 0, "expiration", "days")),
        new("BAK-03", Cluster, Without(Named("CronJob", "restore-drill"))),
        new("BAK-05", Host, Set(Named("BucketLifecycleConfiguration", "bucket-backups-lifecycle"), Nothing, "rules", 0, "filter")),
        new("BAK-06", Host, Set(Named("UserPolicy", "bucket-backups-user-policy"),
            """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}""", "policy")),
        new("BAK-06", Cluster, Without(Named("BucketVersioning", "bucket-backups-versioning"))),
        new("BAK-04", Cluster, Change(Named("Job", "migrate"), job => job with { DependsOn = [] })),

        new("OBS-01", Cluster, Without(Named("ServiceMonitor", "metrics-api"))),
        new("OBS-02", Cluster, System_(system => system with { Objectives = system.Objectives with { AvailabilityPercent = 100 } })),
        new("OBS-03", Cluster, Without(Of("PrometheusRule"))),
        new("OBS-03", Cluster, Set(Of("PrometheusRule"), Nothing, "spec", "groups", 1, "rules", 0, "annotations", "runbook_url")),
        new("OBS-03", Host, File("prometheus/rules.yml", "Budget", "Allowance")),
        new("OBS-03", Host, File("prometheus/rules.yml", "runbook_url:", "book:")),
        new("OBS-04", Cluster, Without(Named("ConfigMap", "dashboard-overview"))),
        new("OBS-04", Host, File("grafana/dashboards/objectives.json", "\"panels\"", "\"nothing\"")),
        new("OBS-05", Host, Without(Of("UptimeCheck"))),
        new("OBS-06", Host, File("prometheus/prometheus.yml", "job_name: redis-exporter", "job_name: other")),
        new("OBS-06", Host, File("compose.yaml", "  postgres-exporter:", "  other:")),
        new("OBS-06", Cluster, Without(Named("ServiceMonitor", "metrics-redis-exporter"))),
        new("OBS-07", Host, Alerting(new AlertCondition.ServiceMemoryAbove("api", Memory.GiB(1)))),
        new("OBS-07", Cluster, Alerting(new AlertCondition.DatabaseConnectionsUsedAbove(400))),
        new("OBS-07", Cluster, Alerting(new AlertCondition.LatencyP95Above(TimeSpan.FromMinutes(10)))),

        new("OBS-08", Host, File("alertmanager/alertmanager.yml", "email_configs:", "nobody_configured:")),
        new("OBS-08", Host, File("alertmanager/alertmanager.yml", "receiver: p1", "receiver: p7")),
        new("OBS-08", Cluster, Without(Named("Secret", "alertmanager-routes"))),
        new("OBS-09", Cluster, Set(Named("ServiceMonitor", "metrics-api"), "nothing", "spec", "selector", "matchLabels",
            "app.kubernetes.io/component")),
        new("OBS-10", Cluster, Set(Of("PrometheusRule"), "vector(0) > 1", "spec", "groups", 1, "rules", 0, "expr")),
        new("OBS-10", Host, File("prometheus/rules.yml", "alert: EndpointDown", "alert: EndpointUp")),
        new("OBS-11", Host, Set(Of("UptimeCheck"), false, "enabled")),
        new("OBS-12", Host, File("prometheus/prometheus.yml", "rules.yml", "nothing.yml")),

        new("TAG-01", Host, Set(Of("Droplet"), Nothing, "tags")),
        new("TAG-01", Host, Set(Of("Bucket"), Nothing, "tags")),
        new("TAG-02", Cluster, Set(Api, Nothing, "metadata", "labels", "app.kubernetes.io/part-of")),

        new("COST-01", Host, plan => plan with { Settings = plan.Settings with { MonthlyBudget = 1 } }),
        new("COST-02", Host, Change(Of("UptimeCheck"), check => check with { Type = "digitalocean:index/gpuFarm:GpuFarm" })),
    ];

    private static Func<Plan, Plan> Alerting(AlertCondition condition) => System_(system => system with
    {
        Monitoring = system.Monitoring with { Alerts = [new() { Name = "Mutant", Severity = AlertSeverity.Warning, For = TimeSpan.Zero, Condition = condition }] },
    });

    private static bool Api(PlannedResource resource) => resource.Kind == "Deployment" && resource.Name == "api";

    private static Func<PlannedResource, bool> Of(string kind) => resource => resource.Kind == kind && !resource.IsComponent;

    private static Func<PlannedResource, bool> Named(string kind, string name) => resource => resource.Kind == kind && resource.Name == name && !resource.IsComponent;
}
