namespace Pulumi;

/// <summary>The hooks of a resource, by the operation they belong to.</summary>
public class ResourceHookBinding
{
    private List<ResourceHook>? _beforeCreate;
    private List<ResourceHook>? _afterCreate;
    private List<ResourceHook>? _beforeUpdate;
    private List<ResourceHook>? _afterUpdate;
    private List<ResourceHook>? _beforeDelete;
    private List<ResourceHook>? _afterDelete;
    private List<ErrorHook>? _onError;

    /// <summary>Run before the resource is created; a failure stops the operation.</summary>
    public List<ResourceHook> BeforeCreate
    {
        get => _beforeCreate ??= [];
        set => _beforeCreate = value;
    }

    /// <summary>Run after the resource is created; a failure is a warning.</summary>
    public List<ResourceHook> AfterCreate
    {
        get => _afterCreate ??= [];
        set => _afterCreate = value;
    }

    /// <summary>Run before the resource is updated; a failure stops the operation.</summary>
    public List<ResourceHook> BeforeUpdate
    {
        get => _beforeUpdate ??= [];
        set => _beforeUpdate = value;
    }

    /// <summary>Run after the resource is updated; a failure is a warning.</summary>
    public List<ResourceHook> AfterUpdate
    {
        get => _afterUpdate ??= [];
        set => _afterUpdate = value;
    }

    /// <summary>Run before the resource is deleted; a failure stops the operation.</summary>
    public List<ResourceHook> BeforeDelete
    {
        get => _beforeDelete ??= [];
        set => _beforeDelete = value;
    }

    /// <summary>Run after the resource is deleted; a failure is a warning.</summary>
    public List<ResourceHook> AfterDelete
    {
        get => _afterDelete ??= [];
        set => _afterDelete = value;
    }

    /// <summary>Run when an operation fails.</summary>
    public List<ErrorHook> OnError
    {
        get => _onError ??= [];
        set => _onError = value;
    }

    /// <summary>Whether there is no hook at all.</summary>
    public bool IsEmpty
        => _beforeCreate is not { Count: > 0 }
            && _afterCreate is not { Count: > 0 }
            && _beforeUpdate is not { Count: > 0 }
            && _afterUpdate is not { Count: > 0 }
            && _beforeDelete is not { Count: > 0 }
            && _afterDelete is not { Count: > 0 }
            && _onError is not { Count: > 0 };

    /// <summary>A copy with lists of its own.</summary>
    public ResourceHookBinding Clone() => Concat(new());

    /// <summary>A new binding with the hooks of this one followed by those of another.</summary>
    public ResourceHookBinding Concat(ResourceHookBinding other) => new()
    {
        BeforeCreate = [.. BeforeCreate, .. other.BeforeCreate],
        AfterCreate = [.. AfterCreate, .. other.AfterCreate],
        BeforeUpdate = [.. BeforeUpdate, .. other.BeforeUpdate],
        AfterUpdate = [.. AfterUpdate, .. other.AfterUpdate],
        BeforeDelete = [.. BeforeDelete, .. other.BeforeDelete],
        AfterDelete = [.. AfterDelete, .. other.AfterDelete],
        OnError = [.. OnError, .. other.OnError],
    };

    /// <summary>Completes when all hooks of the binding are registered.</summary>
    internal Task WhenRegistered()
        => Task.WhenAll(
            ((IEnumerable<ResourceHook>)[.. BeforeCreate, .. AfterCreate, .. BeforeUpdate, .. AfterUpdate, .. BeforeDelete, .. AfterDelete])
                .Select(hook => hook.Registered)
                .Concat(OnError.Select(hook => hook.Registered)));
}
