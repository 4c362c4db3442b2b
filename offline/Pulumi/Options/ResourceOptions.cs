namespace Pulumi;

/// <summary>Settings that say how a resource is managed, as opposed to what it is.</summary>
public abstract class ResourceOptions
{
    private List<Input<Alias>>? _aliases;
    private InputList<Resource>? _dependsOn;
    private List<string>? _hideDiffs;
    private ResourceHookBinding? _hooks;
    private List<string>? _ignoreChanges;
    private List<string>? _replaceOnChanges;
    private InputList<Resource>? _replaceWith;
    private List<ResourceTransformation>? _resourceTransformations;
    private List<ResourceTransform>? _resourceTransforms;

    private protected ResourceOptions()
    {
    }

    /// <summary>Id of an existing object to read instead of creating one.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The resource this one belongs to; the stack if it is not set.</summary>
    public Resource? Parent { get; set; }

    /// <summary>Resources that have to be there first although no value of theirs is used.</summary>
    public InputList<Resource> DependsOn
    {
        get => _dependsOn ??= [];
        set => _dependsOn = value;
    }

    /// <summary>Whether deleting the resource is refused; that of the parent if it is not set.</summary>
    public bool? Protect { get; set; }

    /// <summary>Paths of properties whose changes are ignored.</summary>
    public List<string> IgnoreChanges
    {
        get => _ignoreChanges ??= [];
        set => _ignoreChanges = value;
    }

    /// <summary>Version of the provider to use, where it differs from the version of the package.</summary>
    public string? Version { get; set; }

    /// <summary>The provider that manages the resource; that of the parent for the same package if it is not set.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>Limits for operations on the resource.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Functions that may change arguments and options, called in order and before those of the parents.</summary>
    public List<ResourceTransformation> ResourceTransformations
    {
        get => _resourceTransformations ??= [];
        set => _resourceTransformations = value;
    }

    /// <summary>Functions the engine calls to change arguments and options. Nobody calls them without an engine.</summary>
    public List<ResourceTransform> ResourceTransforms
    {
        get => _resourceTransforms ??= [];
        set => _resourceTransforms = value;
    }

    /// <summary>Names under which the resource was known before.</summary>
    public List<Input<Alias>> Aliases
    {
        get => _aliases ??= [];
        set => _aliases = value;
    }

    /// <summary>URN of a resource that is registered already, to be read from the engine.</summary>
    public string? Urn { get; set; }

    /// <summary>Paths of properties whose changes replace the resource; <c>*</c> stands for all.</summary>
    public List<string> ReplaceOnChanges
    {
        get => _replaceOnChanges ??= [];
        set => _replaceOnChanges = value;
    }

    /// <summary>Where to download the provider from, where it is not the usual place.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>Whether the object stays when the resource is removed from the stack.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>A resource whose deletion deletes this one along with it.</summary>
    public Resource? DeletedWith { get; set; }

    /// <summary>Resources whose replacement replaces this one, too.</summary>
    public InputList<Resource> ReplaceWith
    {
        get => _replaceWith ??= [];
        set => _replaceWith = value;
    }

    /// <summary>Functions the engine calls before and after operations on the resource.</summary>
    public ResourceHookBinding Hooks
    {
        get => _hooks ??= new();
        set => _hooks = value;
    }

    /// <summary>Paths of properties whose differences are not shown.</summary>
    public List<string> HideDiffs
    {
        get => _hideDiffs ??= [];
        set => _hideDiffs = value;
    }

    /// <summary>A value whose change replaces the resource.</summary>
    public Input<object>? ReplacementTrigger { get; set; }

    internal bool HasDependencies => _dependsOn is { IsEmpty: false };

    internal ResourceHookBinding? HooksOrNull => _hooks;

    internal List<Input<Alias>>? AliasesOrNull => _aliases;

    internal List<ResourceTransformation>? TransformationsOrNull => _resourceTransformations;

    internal abstract ResourceOptions Clone();

    /// <summary>Copies these settings; collections are copied, too, so that changing one side leaves the other alone.</summary>
    private protected void CopyTo(ResourceOptions copy)
    {
        copy.Id = Id;
        copy.Parent = Parent;
        copy._dependsOn = Copy(_dependsOn);
        copy.Protect = Protect;
        copy._ignoreChanges = Copy(_ignoreChanges);
        copy.Version = Version;
        copy.Provider = Provider;
        copy.CustomTimeouts = CustomTimeouts?.Clone();
        copy._resourceTransformations = Copy(_resourceTransformations);
        copy._resourceTransforms = Copy(_resourceTransforms);
        copy._aliases = Copy(_aliases);
        copy.Urn = Urn;
        copy._replaceOnChanges = Copy(_replaceOnChanges);
        copy.PluginDownloadURL = PluginDownloadURL;
        copy.RetainOnDelete = RetainOnDelete;
        copy.DeletedWith = DeletedWith;
        copy._replaceWith = Copy(_replaceWith);
        copy._hooks = _hooks?.Clone();
        copy._hideDiffs = Copy(_hideDiffs);
        copy.ReplacementTrigger = ReplacementTrigger;
    }

    /// <summary>Merges other settings into these: single values that are set win, collections are appended.</summary>
    private protected void MergeFrom(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        _dependsOn = Append(_dependsOn, other._dependsOn);
        Protect = other.Protect ?? Protect;
        _ignoreChanges = Append(_ignoreChanges, other._ignoreChanges);
        Version = other.Version ?? Version;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts?.Clone() ?? CustomTimeouts;
        _resourceTransformations = Append(_resourceTransformations, other._resourceTransformations);
        _resourceTransforms = Append(_resourceTransforms, other._resourceTransforms);
        _aliases = Append(_aliases, other._aliases);
        Urn = other.Urn ?? Urn;
        _replaceOnChanges = Append(_replaceOnChanges, other._replaceOnChanges);
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        _replaceWith = Append(_replaceWith, other._replaceWith);
        _hooks = other._hooks is null ? _hooks : Hooks.Concat(other._hooks);
        _hideDiffs = Append(_hideDiffs, other._hideDiffs);
        ReplacementTrigger = other.ReplacementTrigger ?? ReplacementTrigger;
    }

    private protected static List<T>? Copy<T>(List<T>? list) => list is { Count: > 0 } ? [.. list] : null;

    private protected static List<T>? Append<T>(List<T>? list, List<T>? more)
    {
        if (more is not { Count: > 0 })
            return list;

        return list is null ? [.. more] : [.. list, .. more];
    }

    private static InputList<Resource>? Copy(InputList<Resource>? list) => list is { IsEmpty: false } ? list.Clone() : null;

    private static InputList<Resource>? Append(InputList<Resource>? list, InputList<Resource>? more)
    {
        if (more is not { IsEmpty: false })
            return list;

        return list is null ? more.Clone() : list.Concat(more);
    }
}
