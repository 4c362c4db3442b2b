using System.Reflection;
using System.Text.Json.Nodes;

namespace PulumiPackages.Tests.Providers;

/// <summary>The facts of one provider package, as offline/api lists them, beside the assembly that is under test.</summary>
public sealed class ApiFacts
{
    /// <summary>The provider packages.</summary>
    public static readonly IReadOnlyList<string> Packages =
        ["Pulumi.Aws", "Pulumi.Command", "Pulumi.DigitalOcean", "Pulumi.Docker", "Pulumi.Kubernetes", "Pulumi.Random"];

    private static readonly Dictionary<string, Lazy<ApiFacts>> _read =
        Packages.ToDictionary(name => name, name => new Lazy<ApiFacts>(() => new ApiFacts(name)));

    private readonly JsonObject _types;
    private readonly JsonObject _supplement;

    private ApiFacts(string package)
    {
        Package = package;
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Directory(), package + ".json")))!.AsObject();
        _types = root["types"]!.AsObject();
        _supplement = JsonNode.Parse(File.ReadAllText(Path.Combine(Directory(), "..", package, "Supplement.json")))!["types"]!.AsObject();
        Version = System.Version.Parse(root["version"]!.GetValue<string>()).ToString(3);
        Assembly = Assembly.Load(package);
    }

    /// <summary>Package name.</summary>
    public string Package { get; }

    /// <summary>Published version, three parts.</summary>
    public string Version { get; }

    /// <summary>The assembly under test.</summary>
    public Assembly Assembly { get; }

    /// <summary>Full names of all types.</summary>
    public IEnumerable<string> TypeNames => _types.Select(type => type.Key);

    /// <summary>The facts of a package.</summary>
    public static ApiFacts Of(string package) => _read[package].Value;

    /// <summary>Whether the package lists a type.</summary>
    public bool Knows(string type) => _types.ContainsKey(type);

    /// <summary>The facts of a type.</summary>
    public JsonObject Facts(string type) => _types[type]!.AsObject();

    /// <summary>Names of a resource's outputs that may be null.</summary>
    public IEnumerable<string> NullableOutputs(string type) => _supplement[type]?.AsObject().Texts("nullableOutputs") ?? [];

    /// <summary>The type under test.</summary>
    public Type Type(string type) =>
        Assembly.GetType(type) ?? throw new Xunit.Sdk.XunitException($"{type} is not in the assembly {Assembly.FullName}");

    /// <summary>Rows of package and type for a theory.</summary>
    public static TheoryData<string, string> Rows(Func<JsonObject, bool> where)
    {
        var rows = new TheoryData<string, string>();
        foreach (var facts in Packages.Select(Of))
        {
            foreach (var type in facts.TypeNames.Where(name => where(facts.Facts(name))))
                rows.Add(facts.Package, type);
        }

        return rows;
    }

    // The lists lie beside the tests' sources; a build output is always below the repository.
    private static string Directory()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "offline", "api");
            if (System.IO.Directory.Exists(candidate))
                return candidate;
        }

        throw new DirectoryNotFoundException($"no offline/api above {AppContext.BaseDirectory}");
    }
}
