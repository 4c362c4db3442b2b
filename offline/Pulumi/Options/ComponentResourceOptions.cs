namespace Pulumi;

/// <summary>Settings of a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    /// <summary>
    /// Providers for the children, one a package. Not to be given together with <see cref="ResourceOptions.Provider"/>.
    /// </summary>
    public List<ProviderResource> Providers
    {
        get => _providers ??= [];
        set => _providers = value;
    }

    internal List<ProviderResource>? ProvidersOrNull => _providers;

    /// <summary>
    /// New settings with the second merged over the first: single values that are set in the second win, collections
    /// are appended, and of several providers for one package the last one stays. Neither argument is changed.
    /// </summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new ComponentResourceOptions();
        if (options2 is not null)
            merged.MergeFrom(options2);

        merged._providers = LastOfEachPackage(Append(merged._providers, options2?._providers));
        return merged;
    }

    internal override ResourceOptions Clone() => Copy();

    private static List<ProviderResource>? LastOfEachPackage(List<ProviderResource>? providers)
    {
        if (providers is null)
            return null;

        var packages = new HashSet<string>();
        var kept = new List<ProviderResource>(providers.Count);
        for (var i = providers.Count - 1; i >= 0; i--)
        {
            if (packages.Add(providers[i].Package))
                kept.Add(providers[i]);
        }

        kept.Reverse();
        return kept;
    }

    private ComponentResourceOptions Copy()
    {
        var copy = new ComponentResourceOptions { _providers = Copy(_providers) };
        CopyTo(copy);
        return copy;
    }
}
