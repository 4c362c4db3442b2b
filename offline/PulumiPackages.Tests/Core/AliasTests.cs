namespace PulumiPackages.Tests.Core;

/// <summary>Former names of resources. What becomes of them is up to the engine; here they only have to make sense.</summary>
public sealed class AliasTests
{
    public static TheoryData<string> Sensible => [.. s_sensible.Keys];

    public static TheoryData<string> Contradictory => [.. s_contradictory.Keys];

    private static readonly Dictionary<string, Func<Resource, Alias>> s_sensible = new()
    {
        ["a URN"] = _ => new Alias { Urn = "urn:pulumi:s::p::t::n" },
        ["a name"] = _ => new Alias { Name = "old" },
        ["a name as an output"] = _ => new Alias { Name = Output.Create("old") },
        ["a type"] = _ => new Alias { Type = "sample:index:Old" },
        ["a stack and a project"] = _ => new Alias { Stack = "s", Project = "p" },
        ["a parent"] = parent => new Alias { Parent = parent },
        ["the URN of a parent"] = _ => new Alias { ParentUrn = "urn:pulumi:s::p::t::n" },
        ["no parent"] = _ => new Alias { NoParent = true },
    };

    private static readonly Dictionary<string, (Func<Resource, Alias> Alias, string Message)> s_contradictory = new()
    {
        ["a URN and a name"] = (_ => new Alias { Urn = "u", Name = "n" }, "Alias should not specify both Urn and Name"),
        ["a URN and a type"] = (_ => new Alias { Urn = "u", Type = "t" }, "Alias should not specify both Urn and Type"),
        ["a URN and a stack"] = (_ => new Alias { Urn = "u", Stack = "s" }, "Alias should not specify both Urn and Stack"),
        ["a URN and a project"] = (_ => new Alias { Urn = "u", Project = "p" }, "Alias should not specify both Urn and Project"),
        ["a URN and a parent"] = (parent => new Alias { Urn = "u", Parent = parent }, "Alias should not specify both Urn and Parent"),
        ["a URN and no parent"] = (_ => new Alias { Urn = "u", NoParent = true }, "Alias should not specify both Urn and NoParent"),
        ["a parent twice"] = (parent => new Alias { Parent = parent, ParentUrn = "u" }, "Only specify one of"),
        ["a parent and none"] = (parent => new Alias { Parent = parent, NoParent = true }, "Only specify one of"),
    };

    [Theory]
    [MemberData(nameof(Sensible))]
    public async Task A_sensible_alias_is_taken(string name)
    {
        var mocks = new Recorder();

        await Deployment.TestAsync(mocks, Recorder.Preview, () => Create(s_sensible[name]));

        Assert.Contains(mocks.Resources, resource => resource.Name == "sample");
    }

    [Theory]
    [MemberData(nameof(Contradictory))]
    public async Task A_contradictory_alias_is_refused(string name)
    {
        var failure = await Run.FailureAsync(() => Deployment.TestAsync(
            new Recorder(), Recorder.Preview, () => Create(s_contradictory[name].Alias)));

        Assert.Contains(s_contradictory[name].Message, failure, StringComparison.Ordinal);
    }

    private static void Create(Func<Resource, Alias> alias)
    {
        var group = new Group("group");
        _ = new Sample("sample", null, new CustomResourceOptions { Parent = group, Aliases = { alias(group) } });
    }
}
