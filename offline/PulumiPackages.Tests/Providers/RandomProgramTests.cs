using System.Collections.Immutable;
using Pulumi.Random;

namespace PulumiPackages.Tests.Providers;

/// <summary>Random values, written as a program writes them.</summary>
public sealed class RandomProgramTests
{
    [Fact]
    public async Task A_password_has_a_length_and_a_result()
    {
        var mocks = new RecordingMocks
        {
            State = ImmutableDictionary<string, object?>.Empty.Add("result", "hunter2").Add("length", 32),
        };
        string? result = null;
        var length = 0;

        await mocks.RunAsync(() =>
        {
            var password = new RandomPassword("db", new RandomPasswordArgs { Length = 32, Special = false, Keepers = { { "rotation", "1" } } });
            password.Result.Apply(value => result = value);
            password.Length.Apply(value => length = value);
        });

        Assert.Equal("""{"keepers":{"rotation":"1"},"length":32,"special":false}""", Wire.Show(mocks.Resources.Single().Inputs));
        Assert.Equal(("hunter2", 32), (result, length));
    }

    [Fact]
    public async Task A_list_keeps_its_order()
    {
        var inputs = await RecordingMocks.InputsOfAsync(() => new RandomShuffle("order", new RandomShuffleArgs { Inputs = { "a", "b" } }));

        Assert.Equal("""{"inputs":["a","b"]}""", Wire.Show(inputs));
    }

    [Fact]
    public void Empty_arguments_are_new_each_time() => Assert.NotSame(RandomPetArgs.Empty, RandomPetArgs.Empty);

    [Fact]
    public void Collections_are_there_before_they_are_assigned()
    {
        var args = new RandomPasswordArgs();

        Assert.NotNull(args.Keepers);
        Assert.Same(args.Keepers, args.Keepers);
    }
}
