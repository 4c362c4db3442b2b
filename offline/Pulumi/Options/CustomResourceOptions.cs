namespace Pulumi;

/// <summary>Settings of a resource that a provider manages.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;
    private Dictionary<string, string>? _envVarMappings;

    /// <summary>Whether a replacement is created only after the former object is deleted.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Names of outputs to treat as secrets besides those the provider names.</summary>
    public List<string> AdditionalSecretOutputs
    {
        get => _additionalSecretOutputs ??= [];
        set => _additionalSecretOutputs = value;
    }

    /// <summary>Id of an existing object to take into the stack instead of creating one.</summary>
    public string? ImportId { get; set; }

    /// <summary>For providers: names of environment variables, and the names under which the provider sees their values.</summary>
    public Dictionary<string, string> EnvVarMappings
    {
        get => _envVarMappings ??= [];
        set => _envVarMappings = value;
    }

    /// <summary>
    /// New settings with the second merged over the first: single values that are set in the second win, collections
    /// are appended. Neither argument is changed.
    /// </summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new CustomResourceOptions();
        if (options2 is null)
            return merged;

        merged.MergeFrom(options2);
        merged.DeleteBeforeReplace = options2.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
        merged.ImportId = options2.ImportId ?? merged.ImportId;
        merged._additionalSecretOutputs = Append(merged._additionalSecretOutputs, options2._additionalSecretOutputs);
        if (options2._envVarMappings is { } mappings)
        {
            foreach (var (name, seenAs) in mappings)
                merged.EnvVarMappings[name] = seenAs;
        }

        return merged;
    }

    internal override ResourceOptions Clone() => Copy();

    private CustomResourceOptions Copy()
    {
        var copy = new CustomResourceOptions
        {
            DeleteBeforeReplace = DeleteBeforeReplace,
            ImportId = ImportId,
            _additionalSecretOutputs = Copy(_additionalSecretOutputs),
            _envVarMappings = _envVarMappings is null ? null : new(_envVarMappings),
        };
        CopyTo(copy);
        return copy;
    }
}
