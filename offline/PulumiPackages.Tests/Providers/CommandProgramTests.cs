using System.Collections.Immutable;
using Pulumi.Command.Remote;
using Pulumi.Command.Remote.Inputs;

namespace PulumiPackages.Tests.Providers;

/// <summary>Commands on this and on other machines, written as a program writes them.</summary>
public sealed class CommandProgramTests
{
    [Fact]
    public async Task A_connection_has_its_defaults()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new Command("release", new CommandArgs
        {
            Connection = new ConnectionArgs { Host = "192.0.2.1", PrivateKey = "key" },
            Create = "/opt/release",
            Environment = { ["TAG"] = "1.0.0" },
            Triggers = new object[] { "hash" },
            Logging = Logging.StdoutAndStderr,
        }));

        Assert.Equal(
            """{"dialErrorLimit":10,"host":"192.0.2.1","perDialTimeout":15,"port":22,"privateKey":"key","user":"root"}""",
            Wire.Show(inputs["connection"]));
        Assert.Equal("""{"TAG":"1.0.0"}""", Wire.Show(inputs["environment"]));
        Assert.Equal("""["hash"]""", Wire.Show(inputs["triggers"]));
        Assert.Equal("stdoutAndStderr", inputs["logging"]);
    }

    [Fact]
    public async Task A_connection_is_secret_as_a_whole()
    {
        var secret = false;

        await Deployment.TestAsync(new RecordingMocks(), new Pulumi.Testing.TestOptions(), async () =>
        {
            var args = new CopyToRemoteArgs
            {
                Connection = new ConnectionArgs { Host = "192.0.2.1" },
                Source = new FileArchive("."),
                RemotePath = "/opt",
            };
            secret = await Output.IsSecretAsync(args.Connection.ToOutput());
        });

        Assert.True(secret);
    }

    [Fact]
    public async Task Files_travel_as_assets()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new CopyToRemote("files", new CopyToRemoteArgs
        {
            Connection = new ConnectionArgs { Host = "192.0.2.1" },
            Source = new FileArchive("."),
            RemotePath = "/opt",
        }));

        Assert.IsType<FileArchive>(inputs["source"]);
    }

    [Fact]
    public async Task A_command_without_a_connection_is_refused()
    {
        var mocks = new RecordingMocks();

        await Assert.ThrowsAnyAsync<Exception>(() => mocks.RunAsync(() => new Command("release", new CommandArgs { Create = "true" })));
        Assert.Empty(mocks.Resources);
    }

    [Fact]
    public async Task Output_of_a_local_command_is_an_optional_enumeration_and_text()
    {
        var mocks = new RecordingMocks
        {
            State = ImmutableDictionary<string, object?>.Empty.Add("stdout", "hello").Add("logging", "none"),
        };
        string? stdout = null;
        Pulumi.Command.Local.Logging? logging = null;
        bool? previous = true;

        await mocks.RunAsync(() =>
        {
            var command = new Pulumi.Command.Local.Command("hello", new Pulumi.Command.Local.CommandArgs { Create = "echo hello" });
            command.Stdout.Apply(text => stdout = text);
            command.Logging.Apply(value => logging = value);
            command.AddPreviousOutputInEnv.Apply(value => previous = value);
        });

        Assert.Equal("hello", stdout);
        Assert.Equal(Pulumi.Command.Local.Logging.None, logging);
        Assert.Null(previous);
    }
}
