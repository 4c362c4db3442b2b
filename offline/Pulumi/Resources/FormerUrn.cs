namespace Pulumi;

/// <summary>Turns aliases into the URNs they stand for.</summary>
internal static class FormerUrn
{
    /// <summary>The URN an alias stands for; parts it does not name are those of the resource.</summary>
    public static Output<string> Of(Input<Alias> alias, string name, string type, Resource? parent)
        => alias.Apply(given => Of(given, name, type, parent));

    private static Output<string> Of(Alias alias, string name, string type, Resource? parent)
    {
        if (alias.Urn is { } urn)
        {
            RefuseWithUrn(alias.Name is not null, nameof(Alias.Name));
            RefuseWithUrn(alias.Type is not null, nameof(Alias.Type));
            RefuseWithUrn(alias.Project is not null, nameof(Alias.Project));
            RefuseWithUrn(alias.Stack is not null, nameof(Alias.Stack));
            RefuseWithUrn(alias.Parent is not null, nameof(Alias.Parent));
            RefuseWithUrn(alias.ParentUrn is not null, nameof(Alias.ParentUrn));
            RefuseWithUrn(alias.NoParent, nameof(Alias.NoParent));
            return Output.Create(urn);
        }

        var parents = (alias.Parent is null ? 0 : 1) + (alias.ParentUrn is null ? 0 : 1) + (alias.NoParent ? 1 : 0);
        if (parents > 1)
        {
            throw new ArgumentException(
                $"Only specify one of '{nameof(Alias.Parent)}', '{nameof(Alias.ParentUrn)}' or '{nameof(Alias.NoParent)}' in an {nameof(Alias)}");
        }

        return Urn.Create(
            alias.Name ?? name,
            alias.Type ?? type,
            parents == 0 ? parent : alias.Parent,
            alias.ParentUrn,
            alias.Project,
            alias.Stack);
    }

    private static void RefuseWithUrn(bool isSet, string property)
    {
        if (isSet)
            throw new ArgumentException($"{nameof(Alias)} should not specify both {nameof(Alias.Urn)} and {property}");
    }
}
