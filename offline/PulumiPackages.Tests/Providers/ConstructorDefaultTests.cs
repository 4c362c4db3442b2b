namespace PulumiPackages.Tests.Providers;

/// <summary>Arguments whose constructor fills something in: constants, or what the environment says.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class ConstructorDefaultTests
{
    /// <summary>Type, member, variable, value, and what the member then holds.</summary>
    public static TheoryData<string, string, string, string, string?> Variables => new()
    {
        { "Pulumi.DigitalOcean.ProviderArgs", "ApiEndpoint", "DIGITALOCEAN_API_URL", "https://api.example.org", "\"https://api.example.org\"" },
        { "Pulumi.DigitalOcean.ProviderArgs", "SpacesEndpoint", "SPACES_ENDPOINT_URL", "https://spaces.example.org", "\"https://spaces.example.org\"" },
        { "Pulumi.Aws.ProviderArgs", "Region", "AWS_REGION", "eu-north-1", "\"eu-north-1\"" },
        { "Pulumi.Aws.ProviderArgs", "Region", "AWS_DEFAULT_REGION", "eu-west-3", "\"eu-west-3\"" },
        { "Pulumi.Docker.ProviderArgs", "Host", "DOCKER_HOST", "unix:///run/docker.sock", "\"unix:///run/docker.sock\"" },
        { "Pulumi.Kubernetes.ProviderArgs", "KubeConfig", "KUBECONFIG", "/etc/kubeconfig", "\"/etc/kubeconfig\"" },
        { "Pulumi.Kubernetes.ProviderArgs", "EnableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", "true", "true" },
        { "Pulumi.Kubernetes.ProviderArgs", "EnableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", "T", "true" },
        { "Pulumi.Kubernetes.ProviderArgs", "EnableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", "0", "false" },
        { "Pulumi.Kubernetes.ProviderArgs", "EnableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", "perhaps", null },
        { "Pulumi.Kubernetes.ProviderArgs", "DeleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE", "1", "true" },
        { "Pulumi.Kubernetes.ProviderArgs", "SuppressDeprecationWarnings", "PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS", "TRUE", "true" },
        { "Pulumi.Kubernetes.Types.Inputs.Provider.KubeClientSettingsArgs", "Burst", "PULUMI_K8S_CLIENT_BURST", "120", "120" },
        { "Pulumi.Kubernetes.Types.Inputs.Provider.KubeClientSettingsArgs", "Burst", "PULUMI_K8S_CLIENT_BURST", "many", null },
        { "Pulumi.Kubernetes.Types.Inputs.Provider.KubeClientSettingsArgs", "Qps", "PULUMI_K8S_CLIENT_QPS", "50.5", "50.5" },
        { "Pulumi.Kubernetes.Types.Inputs.Provider.HelmReleaseSettingsArgs", "Driver", "PULUMI_K8S_HELM_DRIVER", "secret", "\"secret\"" },
    };

    /// <summary>Type, member, and what it holds when no variable is set.</summary>
    public static TheoryData<string, string, string?> Constants => new()
    {
        { "Pulumi.Aws.ProviderArgs", "SkipCredentialsValidation", "false" },
        { "Pulumi.Aws.ProviderArgs", "SkipRegionValidation", "true" },
        { "Pulumi.Aws.ProviderArgs", "SkipMetadataApiCheck", null },
        { "Pulumi.Command.Remote.Inputs.ConnectionArgs", "Port", "22" },
        { "Pulumi.Command.Remote.Inputs.ConnectionArgs", "User", "\"root\"" },
        { "Pulumi.Command.Remote.Inputs.ConnectionArgs", "DialErrorLimit", "10" },
        { "Pulumi.Command.Remote.Inputs.ConnectionArgs", "PerDialTimeout", "15" },
        { "Pulumi.Command.Remote.Inputs.ProxyConnectionArgs", "Port", "22" },
        { "Pulumi.Docker.ImageArgs", "BuildOnPreview", "false" },
        { "Pulumi.Docker.ImageArgs", "SkipPush", "false" },
        { "Pulumi.DigitalOcean.ProviderArgs", "ApiEndpoint", "\"https://api.digitalocean.com\"" },
        { "Pulumi.DigitalOcean.ProviderArgs", "SpacesEndpoint", null },
        { "Pulumi.Kubernetes.ProviderArgs", "DeleteUnreachable", null },
        { "Pulumi.Kubernetes.Types.Inputs.Provider.KubeClientSettingsArgs", "Timeout", null },
    };

    [Theory]
    [MemberData(nameof(Variables))]
    public async Task A_variable_fills_a_member(string typeName, string member, string variable, string value, string? expected)
    {
        var before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            Assert.Equal(expected ?? "null", await ShowAsync(typeName, member));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    [Theory]
    [MemberData(nameof(Constants))]
    public async Task A_member_has_a_default(string typeName, string member, string? expected) =>
        Assert.Equal(expected ?? "null", await ShowAsync(typeName, member));

    private static async Task<string> ShowAsync(string typeName, string member)
    {
        Func<object?> read = () => null;
        await new RecordingMocks().RunAsync(() =>
        {
            var package = ApiFacts.Packages.Single(package => typeName.StartsWith(package + ".", StringComparison.Ordinal));
            var type = ApiFacts.Of(package).Type(typeName);
            if (type.GetProperty(member)!.GetValue(Activator.CreateInstance(type)) is { } input)
                read = Read.Later(input);
        });
        return Wire.Show(read() is int number ? (double)number : read());
    }
}
