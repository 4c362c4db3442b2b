using System.Text.RegularExpressions;
using Infra.Facts.Files;
using Infra.Facts.Pods;
using Infra.Policies;

namespace Infra.Tests.Policies;

/// <summary>What the rules say of pods that a program did not write: good ones, and each spoilt in one place.</summary>
public sealed class PodRulesTests
{
    // Keeps every rule; the marks are where a case puts what spoils it.
    private const string Good = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: shop
          annotations: {note: none#ANNOTATION#}
        spec:
          serviceAccountName: shop
          automountServiceAccountToken: false
          securityContext: {runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, seccompProfile: {type: RuntimeDefault}#POD#}
          containers:
            - name: main
              image: registry.example.com/shop:1.4.2
              resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1, memory: 128Mi}}
              securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}#MAIN#}
              #MAINSPEC#
          initContainers:
            - name: first
              image: registry.example.com/shop:1.4.2
              resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1, memory: 128Mi}}
              securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}#INIT#}
              #INITSPEC#
          volumes:
            - name: scratch
              emptyDir: {sizeLimit: 16Mi}
            #VOLUME#
          #SPEC#
        """;

    public static TheoryData<string, string, string> Spoilt => new()
    {
        { "POD-01", "MAIN", ", runAsUser: 0" },
        { "POD-01", "INIT", ", runAsNonRoot: false" },
        { "POD-02", "INIT", ", readOnlyRootFilesystem: false" },
        { "POD-03", "MAIN", ", privileged: yes" },
        { "POD-03", "INIT", ", allowPrivilegeEscalation: true" },
        { "POD-04", "MAIN", ", capabilities: {drop: [ALL], add: [NET_BIND_SERVICE, SYS_ADMIN]}" },
        { "POD-04", "INIT", ", capabilities: {drop: [all]}" },
        { "POD-04", "MAIN", ", capabilities: {drop: [NET_RAW]}" },
        { "POD-05", "MAIN", ", seccompProfile: {type: Unconfined}" },
        { "POD-05", "INIT", ", seccompProfile: {type: Unconfined}" },
        { "POD-07", "", "" },
        { "POD-09", "SPEC", "hostNetwork: true" },
        { "POD-09", "SPEC", "hostPID: on" },
        { "POD-09", "SPEC", "hostIPC: true" },
        { "POD-09", "VOLUME", "- {name: node, hostPath: {path: /}}" },
        { "POD-09", "MAINSPEC", "ports: [{containerPort: 80, hostPort: 80}]" },
        { "POD-09", "INITSPEC", "ports: [{containerPort: 80, hostPort: 8080}]" },
        { "POD-11", "VOLUME", "- {name: endless, emptyDir: {}}" },
        { "POD-12", "ANNOTATION", ", container.apparmor.security.beta.kubernetes.io/first: unconfined" },
        { "POD-12", "MAIN", ", appArmorProfile: {type: Unconfined}" },
        { "POD-12", "POD", ", appArmorProfile: {type: Unconfined}" },
        { "POD-12", "MAIN", ", seLinuxOptions: {type: spc_t}" },
        { "POD-12", "POD", ", seLinuxOptions: {role: sysadm_r}" },
        { "POD-12", "INIT", ", seLinuxOptions: {user: system_u}" },
        { "POD-13", "MAIN", ", procMount: Unmasked" },
        { "POD-14", "POD", ", sysctls: [{name: kernel.msgmax, value: '65536'}]" },
        { "POD-15", "VOLUME", "- {name: share, nfs: {server: 192.0.2.7, path: /}}" },
        { "POD-15", "VOLUME", "- {name: code, image: {reference: registry.example.com/code:1.0.0}}" },
        { "POD-16", "MAINSPEC", "livenessProbe: {httpGet: {host: 169.254.169.254, port: 80}}" },
        { "POD-16", "MAINSPEC", "lifecycle: {preStop: {tcpSocket: {host: localhost, port: 80}}}" },
        { "POD-16", "INITSPEC", "restartPolicy: Always\n      startupProbe: {tcpSocket: {host: 192.0.2.7, port: 80}}" },
        { "POD-17", "POD", ", windowsOptions: {hostProcess: true}" },
        { "POD-17", "MAIN", ", windowsOptions: {hostProcess: true}" },
        { "POD-10", "SPEC", "x" },
    };

    [Fact]
    public void A_good_pod_keeps_every_rule() => Assert.Empty(Broken(Good));

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void A_pod_that_is_spoilt_in_one_place_breaks_one_rule(string rule, string where, string with)
    {
        var text = rule switch
        {
            "POD-07" => Owned("Deployment", Good),
            "POD-10" => Good.Replace("automountServiceAccountToken: false", "automountServiceAccountToken: true", StringComparison.Ordinal),
            _ => With(Good, where, with),
        };
        Assert.Equal([rule], Broken(text));
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    [InlineData("ReplicaSet")]
    [InlineData("ReplicationController")]
    [InlineData("Job")]
    [InlineData("CronJob")]
    [InlineData("PodTemplate")]
    [InlineData("SomeOperatorsOwnKind")]
    public void Whatever_makes_pods_is_looked_into(string kind)
    {
        Assert.DoesNotContain("POD-03", Broken(Owned(kind, Good)));
        Assert.Contains("POD-03", Broken(Owned(kind, With(Good, "INIT", ", privileged: true"))));
    }

    [Fact]
    public void An_ephemeral_container_is_held_to_what_others_are()
    {
        var pod = With(Good, "SPEC", "ephemeralContainers: [{name: look, image: registry.example.com/tools:2.0.0}]");
        Assert.Equal(["POD-02", "POD-03", "POD-04"], Broken(pod));
    }

    [Fact]
    public void What_a_container_sets_itself_decides_over_its_pod()
    {
        var pod = Read(With(Good, "MAIN", ", runAsUser: 2000, seccompProfile: {type: Localhost, localhostProfile: profiles/shop.json}"));
        var (main, first) = (pod.Containers.Single(container => container.Name == "main"), pod.Containers
            .Single(container => container.Name == "first"));
        Assert.Equal((2000, "Localhost", true), (main.RunAsUser, main.SeccompProfile, main.RunAsNonRoot));
        Assert.Equal((1000, "RuntimeDefault", true), (first.RunAsUser, first.SeccompProfile, first.RunAsNonRoot));
        Assert.Equal((ContainerRole.Main, ContainerRole.Init), (main.Role, first.Role));
    }

    [Fact]
    public void Windows_pods_are_not_asked_what_only_Linux_has()
    {
        var pod = Read("""
            apiVersion: v1
            kind: Pod
            metadata: {name: shop}
            spec:
              os: {name: windows}
              containers: [{name: main, image: registry.example.com/shop:1.4.2}]
            """);
        Assert.All(PodRules.Pods, rule => Assert.Equal("", rule.Problem(pod, PodSecurityProfile.Restricted)));
    }

    [Fact]
    public void Baseline_asks_for_less_than_Restricted()
    {
        var pod = Read("""
            apiVersion: v1
            kind: Pod
            metadata: {name: shop}
            spec: {containers: [{name: main, image: shop, securityContext: {capabilities: {add: [CHOWN]}}}]}
            """);
        Assert.Empty(PodRules.Pods.Where(rule => rule.Problem(pod, PodSecurityProfile.Baseline).Length > 0).Select(rule => rule.Id));
        Assert.Equal(["POD-01", "POD-03", "POD-04", "POD-05"], PodRules.Pods
            .Where(rule => rule.Problem(pod, PodSecurityProfile.Restricted).Length > 0).Select(rule => rule.Id));
    }

    // A setting that stands there already is replaced, for YAML allows no key twice.
    private static string With(string text, string where, string with)
    {
        var key = Regex.Match(with, @"^, (\w+): ").Groups[1].Value;
        return string.Join('\n', text.Split('\n').Select(line => !line.Contains($"#{where}#", StringComparison.Ordinal) ? line
            : (key.Length > 0 ? Regex.Replace(line, $@"\b{key}: (\{{[^}}]*\}}|\w+)(, )?", "").Replace(", #", "#", StringComparison.Ordinal)
                : line).Replace($"#{where}#", with, StringComparison.Ordinal)));
    }

    // The pod as the template of another object.
    private static string Owned(string kind, string pod)
    {
        var spec = Plain(pod)[(Plain(pod).IndexOf("spec:", StringComparison.Ordinal))..];
        var (path, depth) = kind switch
        {
            "CronJob" => ("spec:\n  jobTemplate:\n    spec:\n      template:\n", 8),
            "PodTemplate" => ("template:\n", 2),
            _ => ("spec:\n  template:\n", 4),
        };
        var indented = string.Join('\n', spec.Split('\n').Select(line => new string(' ', depth) + line));
        return $"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: shop\n{path}{indented}\n";
    }

    // Without the marks, as comments would end a line in braces.
    private static string Plain(string text) => Regex.Replace(text, "#[A-Z]+#", "");

    private static Pod Read(string text)
    {
        var content = (IReadOnlyDictionary<string, object?>)Assert.Single(YamlFile.Read(Plain(text), YamlDialect.Kubernetes)).Content!;
        return Assert.Single(PodReader.Read((string)content["kind"]!, "shop", content));
    }

    private static string[] Broken(string text)
    {
        var pod = Read(text);
        return [.. PodRules.Pods.Where(rule => rule.Problem(pod).Length > 0).Select(rule => rule.Id)];
    }
}
