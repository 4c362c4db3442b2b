using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Anything a deployment manages. Constructing one registers it.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly bool _protect;
    private readonly ImmutableArray<ResourceTransformation> _transformations = [];
    private readonly ImmutableDictionary<string, ProviderResource> _providers = ImmutableDictionary<string, ProviderResource>.Empty;
    private List<Resource>? _children;

    private protected Resource(
        string type,
        string name,
        bool custom,
        ResourceArgs args,
        ResourceOptions options,
        bool remote = false)
    {
        if (string.IsNullOrEmpty(type))
            throw new ArgumentException("'type' cannot be null or empty.", nameof(type));

        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("'name' cannot be null or empty.", nameof(name));

        _type = type;
        _name = name;

        // The outputs come first: transformations may use them already. A component of this program assigns its own.
        if (custom || remote)
        {
            PendingOutputs = OutputLayout.Of(GetType()).CreateOutputs(this);
        }
        else
        {
            Urn = new Output<string>();
            PendingOutputs = [Urn];
        }

        var deployment = Deployment.InternalInstance;
        var parent = type == Stack.RootType ? null : options.Parent ?? deployment.Stack;
        _transformations = Combine(options.TransformationsOrNull, parent);
        (args, options) = Transform(args, options);

        options = options.Clone();
        var components = (options as ComponentResourceOptions)?.ProvidersOrNull;
        if (options.Provider is not null && components is { Count: > 0 })
        {
            throw new ResourceException(
                "Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);
        }

        if (options.Parent is { } owner)
        {
            owner.AddChild(this);
            options.Protect ??= owner._protect;
            _providers = owner._providers;
        }

        if (!custom)
        {
            // Only one of the two is set, see above.
            if (options.Provider is { } only)
                _providers = _providers.Add(only.Package, only);
            else if (components is { Count: > 0 })
                _providers = _providers.AddRange(LastOfEachPackage(components));
        }
        else if (options.Provider is { } own)
        {
            if (PackageOf(type) is { } package)
                _providers = _providers.SetItem(package, own);
        }
        else
        {
            options.Provider = options.Parent?.GetProvider(type);
        }

        _protect = options.Protect == true;
        Provider = custom ? options.Provider : null;
        var aliases = options.AliasesOrNull is { Count: > 0 } given
            ? given.ConvertAll(alias => FormerUrn.Of(alias, name, type, options.Parent))
            : null;

        deployment.Register(new Registration(this, args, options, custom, aliases));
    }

    /// <summary>For stand-ins of resources that are registered elsewhere.</summary>
    private protected Resource(string urn)
    {
        _type = "";
        _name = "";
        PendingOutputs = [];
        Urn = new Output<string>(new Settled<string>([this], urn, true, false));
    }

    /// <summary>The name that identifies the resource within all stacks and projects.</summary>
    [Output(WireMarkers.Urn)]
    public Output<string> Urn { get; private protected set; } = null!;

    /// <summary>Outputs that wait for the registration, in the order of the type's <see cref="OutputLayout"/>.</summary>
    internal IPendingOutput[] PendingOutputs { get; private set; }

    /// <summary>The provider that manages the resource, unless it is the default one of its package.</summary>
    internal ProviderResource? Provider { get; }

    /// <summary>The type token given at construction.</summary>
    public string GetResourceType() => _type;

    /// <summary>The name given at construction.</summary>
    public string GetResourceName() => _name;

    /// <summary>The provider children of this resource use for a token's package, if there is one.</summary>
    internal ProviderResource? GetProvider(string token)
        => PackageOf(token) is { } package ? _providers.GetValueOrDefault(package) : null;

    internal Resource[] GetChildren()
    {
        if (_children is not { } children)
            return [];

        lock (children)
            return [.. children];
    }

    /// <summary>Forgets the outputs once they are settled; the properties keep them.</summary>
    internal void ForgetOutputs() => PendingOutputs = [];

    /// <summary>The package of a token of three parts; other tokens have none.</summary>
    private static string? PackageOf(string token)
    {
        var first = token.IndexOf(':', StringComparison.Ordinal);
        if (first < 0)
            return null;

        var second = token.IndexOf(':', first + 1);
        return second < 0 || token.IndexOf(':', second + 1) >= 0 ? null : token[..first];
    }

    private static Dictionary<string, ProviderResource> LastOfEachPackage(List<ProviderResource> providers)
    {
        var byPackage = new Dictionary<string, ProviderResource>(providers.Count);
        foreach (var provider in providers)
            byPackage[provider.Package] = provider;

        return byPackage;
    }

    private static ImmutableArray<ResourceTransformation> Combine(List<ResourceTransformation>? own, Resource? parent)
    {
        var inherited = parent?._transformations ?? [];
        return own is { Count: > 0 } ? [.. own, .. inherited] : inherited;
    }

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
                continue;

            if (result.Options.Parent != options.Parent)
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.");

            args = result.Args;
            options = result.Options;
        }

        return (args, options);
    }

    private void AddChild(Resource child)
    {
        var children = LazyInitializer.EnsureInitialized(ref _children, () => []);
        lock (children)
            children.Add(child);
    }
}
