namespace PulumiPackages.Tests.Core;

/// <summary>Results whose type is told by one of their properties.</summary>
public sealed class DiscriminatedUnionTests
{
    [DiscriminatedUnionDiscriminator("kind")]
    [DiscriminatedUnionCase("basic", typeof(Basic))]
    [DiscriminatedUnionCase("bearer", typeof(Bearer))]
    internal interface IAuth;

    [Theory]
    [InlineData("basic", "Basic hunter2")]
    [InlineData("bearer", "Bearer hunter2")]
    [InlineData("other", "none")]
    [InlineData(null, "none")]
    public async Task The_tag_tells_the_type(string? kind, string expected)
    {
        var mocks = new Recorder
        {
            State = _ => new Dictionary<string, object>
            {
                ["auth"] = new Dictionary<string, object?> { ["kind"] = kind, ["value"] = "hunter2" },
            },
        };

        Assert.Equal(expected, await Run.InsideAsync(preview: false, () => Read.ValueAsync(new Service().Auth.Apply(Show)), mocks));
    }

    private static string Show(IAuth? auth) => auth switch
    {
        Basic basic => $"Basic {basic.Value}",
        Bearer bearer => $"Bearer {bearer.Value}",
        _ => "none",
    };

    [OutputType]
    internal sealed class Basic : IAuth
    {
        public readonly string Value;

        [OutputConstructor]
        private Basic(string value)
            => Value = value;
    }

    [OutputType]
    internal sealed class Bearer : IAuth
    {
        public readonly string Value;

        [OutputConstructor]
        private Bearer(string value)
            => Value = value;
    }

    private sealed class Service() : CustomResource("sample:index:Service", "service", null, null)
    {
        [Output("auth")]
        public Output<IAuth> Auth { get; private set; } = null!;
    }
}
