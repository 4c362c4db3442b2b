namespace PulumiPackages.Tests.Core;

/// <summary>Merging of options.</summary>
public sealed class ResourceOptionsTests
{
    [Fact]
    public void Merging_nothing_gives_new_options()
    {
        var options = new CustomResourceOptions { Protect = true };

        Assert.Null(CustomResourceOptions.Merge(null, null).Protect);
        Assert.True(CustomResourceOptions.Merge(options, null).Protect);
        Assert.True(CustomResourceOptions.Merge(null, options).Protect);
        Assert.NotSame(options, CustomResourceOptions.Merge(options, null));
        Assert.NotSame(options, CustomResourceOptions.Merge(null, options));
        Assert.Null(ComponentResourceOptions.Merge(null, null).Protect);
    }

    [Fact]
    public void Single_values_of_the_second_win()
    {
        var first = new CustomResourceOptions
        {
            Protect = true,
            Version = "1",
            PluginDownloadURL = "u1",
            Urn = "urn1",
            RetainOnDelete = false,
            DeleteBeforeReplace = false,
            ImportId = "i1",
            CustomTimeouts = new() { Create = TimeSpan.FromMinutes(1), Delete = TimeSpan.FromMinutes(9) },
        };
        var second = new CustomResourceOptions
        {
            Protect = false,
            Version = "2",
            PluginDownloadURL = "u2",
            Urn = "urn2",
            RetainOnDelete = true,
            DeleteBeforeReplace = true,
            ImportId = "i2",
            CustomTimeouts = new() { Create = TimeSpan.FromMinutes(2) },
        };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.Equal((false, "2", "u2", "urn2"), (merged.Protect, merged.Version, merged.PluginDownloadURL, merged.Urn));
        Assert.Equal((true, true, "i2"), (merged.RetainOnDelete, merged.DeleteBeforeReplace, merged.ImportId));
        Assert.Equal((TimeSpan.FromMinutes(2), null), (merged.CustomTimeouts!.Create, merged.CustomTimeouts.Delete));
    }

    [Fact]
    public void Single_values_the_second_lacks_stay()
    {
        var first = new CustomResourceOptions
        {
            Id = "id",
            Protect = true,
            Version = "1",
            PluginDownloadURL = "u1",
            Urn = "urn1",
            RetainOnDelete = true,
            DeleteBeforeReplace = true,
            ImportId = "i1",
            CustomTimeouts = new() { Update = TimeSpan.FromMinutes(1) },
        };

        var merged = CustomResourceOptions.Merge(first, new());

        Assert.Equal((true, "1", "u1", "urn1"), (merged.Protect, merged.Version, merged.PluginDownloadURL, merged.Urn));
        Assert.Equal((true, true, "i1"), (merged.RetainOnDelete, merged.DeleteBeforeReplace, merged.ImportId));
        Assert.Equal(TimeSpan.FromMinutes(1), merged.CustomTimeouts!.Update);
        Assert.NotNull(merged.Id);
    }

    [Fact]
    public void Collections_are_appended()
    {
        static ResourceTransformationResult? Leave(ResourceTransformationArgs args) => null;
        var first = new CustomResourceOptions
        {
            IgnoreChanges = { "a" },
            ReplaceOnChanges = { "b" },
            AdditionalSecretOutputs = { "d" },
            Aliases = { new Alias { Name = "e" } },
            ResourceTransformations = { Leave },
        };
        var second = new CustomResourceOptions
        {
            IgnoreChanges = { "a2" },
            ReplaceOnChanges = { "b2" },
            AdditionalSecretOutputs = { "d2" },
            Aliases = { new Alias { Name = "e2" } },
            ResourceTransformations = { Leave },
        };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.Equal(["a", "a2"], merged.IgnoreChanges);
        Assert.Equal(["b", "b2"], merged.ReplaceOnChanges);
        Assert.Equal(["d", "d2"], merged.AdditionalSecretOutputs);
        Assert.Equal(2, merged.Aliases.Count);
        Assert.Equal(2, merged.ResourceTransformations.Count);
    }

    [Fact]
    public void Merging_changes_neither_argument()
    {
        var first = new CustomResourceOptions { Protect = true, IgnoreChanges = { "a" }, AdditionalSecretOutputs = { "d" } };
        var second = new CustomResourceOptions { Protect = false, IgnoreChanges = { "b" }, AdditionalSecretOutputs = { "e" } };

        var merged = CustomResourceOptions.Merge(first, second);
        merged.IgnoreChanges.Add("c");
        merged.AdditionalSecretOutputs.Add("f");
        merged.Protect = null;

        Assert.Equal((true, false), (first.Protect, second.Protect));
        Assert.Equal(["a"], first.IgnoreChanges);
        Assert.Equal(["b"], second.IgnoreChanges);
        Assert.Equal(["d"], first.AdditionalSecretOutputs);
        Assert.Equal(["e"], second.AdditionalSecretOutputs);
    }

    [Fact]
    public async Task Dependencies_are_appended()
        => await Run.InsideAsync(preview: false, async () =>
        {
            var (a, b) = (new Sample("a"), new Sample("b"));
            var first = new ComponentResourceOptions { DependsOn = { a } };
            var second = new ComponentResourceOptions { DependsOn = b };

            var merged = ComponentResourceOptions.Merge(first, second);
            merged.DependsOn.Add(new Sample("c"));

            Assert.Equal(3, (await Read.ValueAsync(merged.DependsOn.ToOutput())).Length);
            Assert.Same(a, Assert.Single(await Read.ValueAsync(first.DependsOn.ToOutput())));
            Assert.Same(b, Assert.Single(await Read.ValueAsync(second.DependsOn.ToOutput())));
        });

    [Fact]
    public async Task Parents_and_related_resources_of_the_second_win()
        => await Run.InsideAsync(preview: false, () =>
        {
            var (a, b) = (new Group("a"), new Group("b"));
            var first = new ComponentResourceOptions { Parent = a, DeletedWith = a };

            var merged = ComponentResourceOptions.Merge(first, new() { Parent = b, DeletedWith = b });

            Assert.Equal((b, b), (merged.Parent, merged.DeletedWith));
            Assert.Equal((a, a), (first.Parent, first.DeletedWith));
            Assert.Same(a, ComponentResourceOptions.Merge(first, null).Parent);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Of_several_providers_for_a_package_the_last_one_stays()
        => await Run.InsideAsync(preview: false, () =>
        {
            var (a1, a2, b) = (new SampleProvider("a1", "a"), new SampleProvider("a2", "a"), new SampleProvider("b", "b"));

            Assert.Equal([b, a2], ComponentResourceOptions.Merge(new() { Providers = { a1, b } }, new() { Providers = { a2 } }).Providers);
            Assert.Equal([a1, b], ComponentResourceOptions.Merge(new() { Providers = { a1, b } }, null).Providers);
            Assert.Equal([a1, b], ComponentResourceOptions.Merge(null, new() { Providers = { a1, b } }).Providers);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task The_provider_of_the_second_wins()
        => await Run.InsideAsync(preview: false, () =>
        {
            var (a, b) = (new SampleProvider("a"), new SampleProvider("b"));

            Assert.Same(b, CustomResourceOptions.Merge(new() { Provider = a }, new() { Provider = b }).Provider);
            Assert.Same(a, CustomResourceOptions.Merge(new() { Provider = a }, new()).Provider);
            return Task.CompletedTask;
        });

    [Fact]
    public void Collections_are_there_from_the_start()
    {
        var options = new CustomResourceOptions();

        Assert.Empty(options.IgnoreChanges);
        Assert.Empty(options.ReplaceOnChanges);
        Assert.Empty(options.HideDiffs);
        Assert.Empty(options.Aliases);
        Assert.Empty(options.AdditionalSecretOutputs);
        Assert.Empty(options.ResourceTransformations);
        Assert.Empty(options.ResourceTransforms);
        Assert.Empty(options.EnvVarMappings);
        Assert.Empty(new ComponentResourceOptions().Providers);
        Assert.Empty(new StackOptions().ResourceTransformations);
        Assert.True(options.Hooks.IsEmpty);
        Assert.NotNull(options.DependsOn);
        Assert.NotNull(options.ReplaceWith);
        Assert.NotNull(new InvokeOutputOptions().DependsOn);
    }
}
