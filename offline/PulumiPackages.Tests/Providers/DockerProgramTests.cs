using Pulumi.Docker;
using Pulumi.Docker.Inputs;

namespace PulumiPackages.Tests.Providers;

/// <summary>Images and containers, written as a program writes them.</summary>
public sealed class DockerProgramTests
{
    [Fact]
    public async Task An_image_is_built_and_pushed()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Image("app", new ImageArgs
        {
            ImageName = "registry.example.org/app:1.0.0",
            Build = new DockerBuildArgs
            {
                Context = "app",
                Platform = "linux/amd64",
                BuilderVersion = BuilderVersion.BuilderBuildKit,
                Args = { ["VERSION"] = "1.0.0" },
            },
            Registry = new RegistryArgs { Server = "registry.example.org", Username = "ci", Password = "hunter2" },
        }));

        Assert.Equal(
            """{"args":{"VERSION":"1.0.0"},"builderVersion":"BuilderBuildKit","context":"app","platform":"linux/amd64"}""",
            Wire.Show(inputs["build"]));
        Assert.Equal("""{"password":"hunter2","server":"registry.example.org","username":"ci"}""", Wire.Show(inputs["registry"]));
        Assert.Equal(false, inputs["buildOnPreview"]);
        Assert.Equal(false, inputs["skipPush"]);
    }

    [Fact]
    public async Task A_container_publishes_ports()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Container("redis", new ContainerArgs
        {
            Image = "redis:8",
            Ports = { new ContainerPortArgs { Internal = 6379, External = 16379 } },
            Envs = { "A=b" },
        }));

        Assert.Equal("""[{"external":16379,"internal":6379}]""", Wire.Show(inputs["ports"]));
        Assert.Equal("""["A=b"]""", Wire.Show(inputs["envs"]));
    }
}
