using System.Collections.Concurrent;
using System.Text.Json;

namespace Infra.ProviderFacts;

/// <summary>What a provider accepts as the inputs of one type of resource.</summary>
public sealed class ResourceFacts
{
    private readonly ProviderPackage package;
    private ImmutableArray<string> replacing;

    internal ResourceFacts(ProviderPackage package, JsonElement json)
    {
        this.package = package;
        Inputs = ProviderPackage.Members(json.GetProperty("inputs"));
        Rules = json.TryGetProperty("rules", out var rules) ? [.. rules.EnumerateArray().Select(InputRule.Read)] : [];
        Listed = Fact.List(json, "replaces");
        ReplacesUnless = Fact.Text(json, "unless");
    }

    /// <summary>Inputs by their wire names.</summary>
    public IReadOnlyDictionary<string, Fact> Inputs { get; }

    /// <summary>What has to hold between them.</summary>
    public ImmutableArray<InputRule> Rules { get; }

    /// <summary>Setting of the provider with which the changes named by the type itself update it in place; null for none.</summary>
    public string? ReplacesUnless { get; }

    /// <summary>Properties, as dotted names, whose change replaces the resource.</summary>
    public ImmutableArray<string> Replacing => replacing.IsDefault ? replacing = [.. Listed, .. Marked("", Inputs, [])] : replacing;

    private ImmutableArray<string> Listed { get; }

    /// <summary>Members of an object type.</summary>
    public IReadOnlyDictionary<string, Fact> Members(string type) => package.Type(type);

    /// <summary>Where a fact comes from, in words.</summary>
    public string SourceOf(string? from) => from is null ? $"{package.Name} {package.Version}, schema" : $"{package.DeclaredIn}, {from}";

    private IEnumerable<string> Marked(string path, IReadOnlyDictionary<string, Fact> members, ImmutableHashSet<string> open)
    {
        foreach (var (name, fact) in members)
        {
            var type = fact.Of ?? fact.Items?.Of ?? fact.Values?.Of;
            if (fact.Replaces)
                yield return path + name;
            else if (type is not null && !open.Contains(type))
            {
                foreach (var nested in Marked($"{path}{name}.", package.Type(type), open.Add(type)))
                    yield return nested;
            }
        }
    }
}

/// <summary>The facts of one provider package, read when they are first asked for.</summary>
internal sealed class ProviderPackage
{
    private readonly ConcurrentDictionary<string, ResourceFacts?> resources = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, Fact>> types = new(StringComparer.Ordinal);
    private readonly JsonElement root;

    private ProviderPackage(JsonElement root) => this.root = root;

    public string Name => root.GetProperty("package").GetString()!;

    public string Version => root.GetProperty("version").GetString()!;

    public string DeclaredIn => root.GetProperty("declaredIn").GetString()!;

    public IEnumerable<string> Sources => root.GetProperty("sources").EnumerateArray().Select(source => source.GetString()!);

    public IEnumerable<string> Tokens => root.GetProperty("resources").EnumerateObject().Select(resource => resource.Name);

    /// <summary>Reads the embedded file of a package; null for one without.</summary>
    public static ProviderPackage? Read(string name)
    {
        using var file = typeof(ProviderPackage).Assembly.GetManifestResourceStream($"provider-facts/{name}.json");
        return file is null ? null : new(JsonDocument.Parse(file).RootElement);
    }

    public ResourceFacts? Resource(string token) => resources.GetOrAdd(
        token, key => root.GetProperty("resources").TryGetProperty(key, out var json) ? new(this, json) : null);

    public IReadOnlyDictionary<string, Fact> Type(string name) =>
        types.GetOrAdd(name, key => Members(root.GetProperty("types").GetProperty(key)));

    public static IReadOnlyDictionary<string, Fact> Members(JsonElement json) =>
        json.EnumerateObject().ToDictionary(member => member.Name, member => Fact.Read(member.Value), StringComparer.Ordinal);
}
