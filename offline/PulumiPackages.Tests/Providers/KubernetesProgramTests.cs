using Pulumi.Kubernetes.ApiExtensions;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Deployment = Pulumi.Kubernetes.Apps.V1.Deployment;

namespace PulumiPackages.Tests.Providers;

/// <summary>Kubernetes objects, written as a program writes them.</summary>
public sealed class KubernetesProgramTests
{
    [Fact]
    public async Task A_deployment_is_a_manifest()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Deployment("api", new DeploymentArgs
        {
            Metadata = new ObjectMetaArgs { Name = "api", Labels = { ["app.kubernetes.io/name"] = "api" } },
            Spec = new DeploymentSpecArgs
            {
                Replicas = 2,
                Selector = new LabelSelectorArgs { MatchLabels = { { "app.kubernetes.io/name", "api" } } },
                Template = new PodTemplateSpecArgs
                {
                    Spec = new PodSpecArgs
                    {
                        Containers =
                        {
                            new ContainerArgs
                            {
                                Name = "api",
                                Image = "registry.example.org/api:1.0.0",
                                Ports = { new ContainerPortArgs { ContainerPortValue = 8080, Name = "http" } },
                                Resources = new ResourceRequirementsArgs { Limits = { { "memory", "256Mi" } } },
                                SecurityContext = new SecurityContextArgs { RunAsNonRoot = true, Capabilities = new CapabilitiesArgs { Drop = "ALL" } },
                                ReadinessProbe = new ProbeArgs { HttpGet = new HTTPGetActionArgs { Path = "/health", Port = "http" } },
                            },
                        },
                    },
                },
            },
        }));

        Assert.Equal("apps/v1", inputs["apiVersion"]);
        Assert.Equal("Deployment", inputs["kind"]);
        Assert.Equal("""{"labels":{"app.kubernetes.io/name":"api"},"name":"api"}""", Wire.Show(inputs["metadata"]));
        Assert.Equal(
            """{"replicas":2,"selector":{"matchLabels":{"app.kubernetes.io/name":"api"}},"template":{"spec":{"containers":[{"image":"registry.example.org/api:1.0.0","name":"api","ports":[{"containerPort":8080,"name":"http"}],"readinessProbe":{"httpGet":{"path":"/health","port":"http"}},"resources":{"limits":{"memory":"256Mi"}},"securityContext":{"capabilities":{"drop":["ALL"]},"runAsNonRoot":true}}]}}}""",
            Wire.Show(inputs["spec"]));
    }

    [Theory]
    [InlineData(8080)]
    [InlineData("http")]
    public async Task A_target_port_is_a_number_or_a_name(object port)
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Service("api", new ServiceArgs
        {
            Spec = new ServiceSpecArgs
            {
                Type = ServiceSpecType.ClusterIP,
                Ports =
                {
                    new ServicePortArgs
                    {
                        Port = 80,
                        TargetPort = port is int number ? Union<int, string>.FromT0(number) : Union<int, string>.FromT1((string)port),
                    },
                },
            },
        }));

        var expected = port is int ? "8080" : "\"http\"";
        Assert.Equal($$"""{"ports":[{"port":80,"targetPort":{{expected}}}],"type":"ClusterIP"}""", Wire.Show(inputs["spec"]));
    }

    [Fact]
    public async Task A_kind_that_is_given_is_overwritten()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new ConfigMap("settings", new ConfigMapArgs
        {
            ApiVersion = "v0",
            Kind = "Other",
            Data = { ["key"] = "value" },
        }));

        Assert.Equal("""{"apiVersion":"v1","data":{"key":"value"},"kind":"ConfigMap"}""", Wire.Show(inputs));
    }

    [Fact]
    public async Task An_object_without_arguments_has_its_kind()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Namespace("apps"));

        Assert.Equal("""{"apiVersion":"v1","kind":"Namespace"}""", Wire.Show(inputs));
    }

    [Fact]
    public async Task A_secret_hides_its_data()
    {
        var secret = false;

        await Pulumi.Deployment.TestAsync(new RecordingMocks(), new Pulumi.Testing.TestOptions(), async () =>
        {
            var args = new SecretArgs { StringData = { ["ignored"] = "while filling" } };
            args.StringData = new InputMap<string> { { "password", "hunter2" } };
            secret = await Output.IsSecretAsync(args.StringData.ToOutput());
            new Secret("credentials", args);
        });

        Assert.True(secret);
    }

    [Fact]
    public async Task A_release_takes_values_of_any_shape()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Release("ingress", new ReleaseArgs
        {
            Chart = "nginx-ingress",
            Version = "2.4.0",
            RepositoryOpts = new RepositoryOptsArgs { Repo = "https://helm.nginx.com/stable" },
            Values =
            {
                ["controller"] = new Dictionary<string, object>
                {
                    ["replicaCount"] = 2,
                    ["service"] = new Dictionary<string, object> { ["annotations"] = new List<string> { "a", "b" } },
                },
            },
        }));

        Assert.Equal("nginx-ingress", inputs["chart"]);
        Assert.Equal("""{"controller":{"replicaCount":2,"service":{"annotations":["a","b"]}}}""", Wire.Show(inputs["values"]));
    }

    [Fact]
    public async Task A_custom_resource_is_typed_by_its_version_and_kind()
    {
        var mocks = new RecordingMocks();

        await mocks.RunAsync(() => new Pulumi.Kubernetes.ApiExtensions.CustomResource("monitor", new ServiceMonitorArgs
        {
            Metadata = new ObjectMetaArgs { Name = "api" },
            Interval = "30s",
        }));

        var seen = mocks.Resources.Single();
        Assert.Equal("kubernetes:monitoring.coreos.com/v1:ServiceMonitor", seen.Type);
        Assert.Equal(
            """{"apiVersion":"monitoring.coreos.com/v1","interval":"30s","kind":"ServiceMonitor","metadata":{"name":"api"}}""",
            Wire.Show(seen.Inputs));
    }

    [Fact]
    public async Task Metadata_comes_back_typed()
    {
        string? name = null;

        await new RecordingMocks().RunAsync(() => new Namespace("apps", new NamespaceArgs
        {
            Metadata = new ObjectMetaArgs { Name = "document-search" },
        }).Metadata.Apply(metadata => name = metadata.Name));

        Assert.Equal("document-search", name);
    }

    private sealed class ServiceMonitorArgs() : CustomResourceArgs("monitoring.coreos.com/v1", "ServiceMonitor")
    {
        [Input("interval")]
        public Input<string>? Interval { get; set; }
    }
}
