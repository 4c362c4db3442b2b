using Infra.Facts.Compose;
using Infra.Facts.Files;
using Infra.Policies;

namespace Infra.Tests.Policies;

/// <summary>What the rules say of containers that this program did not write: pairs that differ in one thing, in every form that Compose
/// takes.</summary>
public sealed class ComposeRulesTests
{
    [Theory]
    [InlineData("CMP-01", "image: a:1.2.3", "user: '1000:1000'")]
    [InlineData("CMP-01", "user: root", "user: \"1000:1000\"")]
    [InlineData("CMP-01", "user: '0'", "user: ${UID:-1000}:${GID:-1000}")]
    [InlineData("CMP-01", "user: 1000:0", "user: ${UID}:${GID}")]
    [InlineData("CMP-01", "user: ${UID:-0}:${GID:-0}", "user: 65534:65534")]
    [InlineData("CMP-02", "read_only: 'false'", "read_only: 'true'")]
    [InlineData("CMP-03", "security_opt: ['no-new-privileges:false']", "security_opt: ['no-new-privileges=true']")]
    [InlineData("CMP-03", "security_opt: ['no-new-privileges:true']\nprivileged: true", "security_opt: [no-new-privileges]")]
    [InlineData("CMP-04", "cap_drop: [NET_RAW]", "cap_drop: [all]")]
    [InlineData("CMP-04", "cap_drop: [ALL]\ncap_add: [NET_ADMIN]", "cap_drop: ALL")]
    [InlineData("CMP-05", "mem_limit: 512m",
        "mem_limit: 512m\ncpus: 0.5\npids_limit: 100\ndeploy: {resources: {reservations: {memory: 128m, cpus: '0.1'}}}")]
    [InlineData("CMP-05", "deploy: {resources: {limits: {memory: '${MEMORY:-1g}', cpus: '1'}}}",
        "deploy: {resources: {limits: {memory: '${MEMORY:-1g}', cpus: '1', pids: 50}, reservations: {memory: 256m, cpus: '0.25'}}}")]
    [InlineData("CMP-06", "restart: always", "restart: always\nhealthcheck: {test: curl -f http://localhost/}")]
    [InlineData("CMP-06", "restart: always\nhealthcheck: {test: [NONE]}", "restart: always\nhealthcheck: {test: [CMD, /check], interval: 30s}")]
    [InlineData("CMP-07", "logging: {driver: json-file}", "logging: {driver: local, options: {max-size: 10m, max-file: '3'}}")]
    [InlineData("CMP-08", "image: redis", "build: .")]
    [InlineData("CMP-08", "image: shop-of-this-machine", "image: shop-of-this-machine\nbuild: {context: .}")]
    [InlineData("CMP-08", "image: postgres:9.6", "image: registry.example.com/postgres:17.5-alpine")]
    [InlineData("CMP-08", "command: serve", "provider: {type: shop}")]
    [InlineData("CMP-08", "image: postgres:17", "image: postgres:10.23")]
    [InlineData("CMP-08", "image: redis:${TAG:-latest}", "image: redis:${TAG:-8.2.1}")]
    [InlineData("CMP-08", "image: registry.example.com:5000/shop", "image: registry.example.com:5000/shop:${TAG}")]
    [InlineData("CMP-10", "network_mode: host", "network_mode: none")]
    [InlineData("CMP-10", "pid: host", "devices: []\nsysctls: {}\noom_kill_disable: false")]
    [InlineData("CMP-03", "privileged: 'yes'\nsecurity_opt: [no-new-privileges]", "privileged: 'no'\nsecurity_opt: [no-new-privileges]")]
    [InlineData("CMP-12", "security_opt: [seccomp=unconfined]", "security_opt: ['seccomp:./profile.json']")]
    [InlineData("CMP-19", "volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']", "volumes: ['sock:/var/run/']")]
    [InlineData("CMP-19", "volumes: [{type: bind, source: /etc/passwd, target: /p}]", "volumes: ['./etc:/etc/shop']")]
    [InlineData("CMP-19", "volumes: ['/:/host:ro']", "volumes: [data:/data]")]
    [InlineData("CMP-19", "volumes: ['${SOCKET:-/run/podman/podman.sock}:/engine']", "volumes: ['/srv/shop:/data']")]
    [InlineData("CMP-19", "volumes: ['${ENGINE}:/var/run/docker.sock:ro']", "volumes: ['${DATA}:/data']")]
    [InlineData("CMP-20", "ports: ['5858:5858']", "ports: ['${PORT}:${PORT}']")]
    [InlineData("CMP-20", "ports: ['5432:5432']", "ports: ['${ADDRESS:?}:5432:5432']")]
    [InlineData("CMP-20", "ports: ['5432:5432']", "ports: ['127.0.0.1:5432:5432']")]
    [InlineData("CMP-20", "ports: [6379]", "expose: [6379]")]
    [InlineData("CMP-20", "ports: ['15432:5432/tcp']", "ports: ['[::1]:15432:5432']")]
    [InlineData("CMP-20", "ports: [{target: 27017, published: 37017}]", "ports: [{target: 27017, published: 37017, host_ip: 127.0.0.1}]")]
    [InlineData("CMP-20", "ports: ['9200-9201:9200-9201']", "ports: ['80:8080', '443:8443']")]
    [InlineData("CMP-21", "environment: {POSTGRES_PASSWORD: example}", "environment: {POSTGRES_PASSWORD_FILE: /run/secrets/password}")]
    [InlineData("CMP-21", "environment: {POSTGRES_PASSWORD: '${PASSWORD:-example}'}", "environment: {POSTGRES_PASSWORD: '${PASSWORD:-}'}")]
    [InlineData("CMP-21", "environment: {POSTGRES_PASSWORD: 123456}", "environment: {DATABASE_URL: 'postgres://shop@db/shop'}")]
    [InlineData("CMP-21", "environment: {DATABASE_URL: 'postgres://shop:example@${HOST}/shop'}",
        "environment: {DATABASE_URL: 'postgres://shop:${PASSWORD}@db/shop'}")]
    [InlineData("CMP-21", "environment: [MYSQL_ROOT_PASSWORD=example]", "environment: [MYSQL_ROOT_PASSWORD]")]
    [InlineData("CMP-21", "environment: {DATABASE_URL: 'postgres://shop:example@db/shop'}", "environment: {DATABASE_URL: '${DATABASE_URL:?}'}")]
    public void A_container_is_judged_as_Compose_reads_it(string rule, string wrong, string right)
    {
        Assert.Contains(rule, Broken(wrong));
        Assert.DoesNotContain(rule, Broken(right));
    }

    [Fact]
    public void Merge_keys_are_followed()
    {
        var containers = ComposeProject.Read("""
            x-common: &common
              user: "1000:1000"
              cap_drop: [ALL]
            services:
              web:
                <<: *common
                image: a:1.2.3
              "worker":
                <<: *common
                cap_drop: []
            """)!.Containers;
        Assert.Equal([("web", 5), ("worker", 8)], containers.Select(one => (one.Container.Name, one.Place.Line)));
        Assert.DoesNotContain("CMP-04", Broken(containers[0].Container));
        Assert.Contains("CMP-04", Broken(containers[1].Container));
        Assert.DoesNotContain("CMP-01", Broken(containers[1].Container));
    }

    [Theory]
    [InlineData("kind: Service\nservices: {a: {image: a}}")]
    [InlineData("services: [a, b]")]
    [InlineData("services: {a: 1}")]
    [InlineData("version: '3'")]
    public void What_is_no_project_is_none(string text) => Assert.Null(ComposeProject.Read(text));

    [Fact]
    public void A_project_that_says_something_twice_is_refused() =>
        Assert.Throws<FileFormatException>(() => ComposeProject.Read("services:\n  a: {image: a}\n  a: {image: b}\n"));

    private static IEnumerable<string> Broken(string service) =>
        Broken(ComposeProject.Read($"services:\n  shop:\n    {service.Replace("\n", "\n    ", StringComparison.Ordinal)}\n")!
            .Containers.Single().Container);

    private static IEnumerable<string> Broken(ComposeContainer container) =>
        ComposeRules.Single.Where(rule => rule.Problem(container).Length > 0).Select(rule => rule.Id);
}
