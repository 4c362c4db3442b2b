using System.Collections.Immutable;
using Pulumi.Utilities;

namespace PulumiPackages.Tests.Core;

/// <summary>Looks inside outputs.</summary>
internal static class Read
{
    public static Task<T> ValueAsync<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);

    public static Task<bool> IsKnownAsync<T>(Output<T> output) => OutputUtilities.GetIsKnownAsync(output);

    public static Task<bool> IsSecretAsync<T>(Output<T> output) => Output.IsSecretAsync(output);

    public static Task<ImmutableHashSet<Resource>> DependenciesAsync<T>(Output<T> output) => OutputUtilities.GetDependenciesAsync(output);

    /// <summary>Value, knowledge and secrecy in one text, as in <c>'a' known secret</c>.</summary>
    public static async Task<string> ShowAsync<T>(Output<T> output)
    {
        var value = await IsKnownAsync(output) ? Wire.Show(await ValueAsync(output)) : "unknown";
        return await IsSecretAsync(output) ? value + " secret" : value;
    }
}
