using Offline.Generator.Facts;

namespace Offline.Generator.Writing;

/// <summary>Writes the internal class that every type of a package shares: version, options, environment, secrets.</summary>
internal sealed class DefaultsWriter(Package package, SourceText source)
{
    /// <summary>Name of the class, in the package's root namespace.</summary>
    public const string ClassName = "PackageDefaults";

    /// <summary>Name of the attribute that carries a resource's token.</summary>
    public const string ResourceTypeAttribute = "PackageResourceType";

    public void Write() => source.Line(
        $$"""
        namespace {{package.Assembly}}
        {
            internal static class {{ClassName}}
            {
                internal const string Version = "{{package.PublishedVersion}}";

                internal static global::Pulumi.CustomResourceOptions Options(
                    global::Pulumi.CustomResourceOptions? given,
                    global::Pulumi.Input<string>? id,
                    string[]? secretOutputs = null,
                    string[]? replaceOnChanges = null,
                    string[]? aliases = null)
                {
                    var defaults = new global::Pulumi.CustomResourceOptions { Version = Version };
                    if (secretOutputs is not null)
                        defaults.AdditionalSecretOutputs.AddRange(secretOutputs);
                    if (replaceOnChanges is not null)
                        defaults.ReplaceOnChanges.AddRange(replaceOnChanges);
                    foreach (var alias in aliases ?? [])
                        defaults.Aliases.Add(new global::Pulumi.Alias { Type = alias });
                    var merged = global::Pulumi.CustomResourceOptions.Merge(defaults, given);
                    merged.Id = id ?? merged.Id;
                    return merged;
                }

                internal static global::Pulumi.InvokeOptions WithDefaults(this global::Pulumi.InvokeOptions? options)
                {
                    options ??= new global::Pulumi.InvokeOptions();
                    options.Version ??= Version;
                    return options;
                }

                internal static global::Pulumi.InvokeOutputOptions WithDefaults(this global::Pulumi.InvokeOutputOptions? options)
                {
                    options ??= new global::Pulumi.InvokeOutputOptions();
                    options.Version ??= Version;
                    return options;
                }

                internal static global::Pulumi.Output<T> Secret<T>(global::Pulumi.Input<T>? value) =>
                    global::Pulumi.Output.CreateSecret(0).Apply(_ => value!);

                internal static string? GetEnv(params string[] names)
                {
                    foreach (var name in names)
                    {
                        if (global::System.Environment.GetEnvironmentVariable(name) is { } value)
                            return value;
                    }

                    return null;
                }

                internal static bool? GetEnvBoolean(params string[] names) => GetEnv(names) switch
                {
                    "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
                    "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
                    _ => null,
                };

                internal static int? GetEnvInt32(params string[] names) => int.TryParse(GetEnv(names), out var value) ? value : null;

                internal static double? GetEnvDouble(params string[] names) => double.TryParse(GetEnv(names), out var value) ? value : null;
            }

            internal sealed class {{ResourceTypeAttribute}}Attribute(string type)
                : global::Pulumi.ResourceTypeAttribute(type, {{ClassName}}.Version);
        }
        """);
}
