using Infra.Planning;
using Pulumi;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Settings;

/// <summary>The configuration of a stack as its files say it: <c>Pulumi.&lt;stack&gt;.yaml</c> over the defaults of <c>Pulumi.yaml</c>.
/// Encrypted values stay encrypted: nothing here needs a passphrase or a login.</summary>
public sealed class StackFiles : IConfigurationSource
{
    // What the Pulumi project and stack file formats allow at their top level.
    private static readonly string[] StackFileKeys = ["config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider"];

    private const string WhereToGo = "run this in a clone of the repository, in the directory of Pulumi.yaml or below";
    private const int DeepestValue = 16;
    private const int MostValues = 10_000;

    private readonly Dictionary<string, ConfigurationEntry> entries = new(StringComparer.Ordinal);
    private int valuesRead;

    private StackFiles(string stackName) => StackName = stackName;

    /// <inheritdoc/>
    public string StackName { get; }

    /// <inheritdoc/>
    public string FileName => FileNameOf(StackName);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ConfigurationEntry> Entries => entries;

    /// <summary>Reads the files of a stack.</summary>
    /// <param name="directory">Directory of <c>Pulumi.yaml</c>.</param>
    /// <param name="stackName">Name of the stack.</param>
    /// <exception cref="SettingsException">A file is missing or is no well-formed project or stack file.</exception>
    public static StackFiles Read(string directory, string stackName)
    {
        var files = new StackFiles(stackName);
        var stackFile = Path.Combine(directory, files.FileName);
        if (!IsStackName(stackName) || !File.Exists(stackFile))
        {
            var known = StacksIn(directory);
            var hint = known.IsEmpty ? $"there are none here: {WhereToGo}" : $"there are: {string.Join(", ", known)}";
            throw Wrong(files.FileName, $"no such file, so there is no stack '{stackName}'{Spelling.Suggest(stackName, known)}; {hint}");
        }

        var mistakes = ImmutableArray.CreateBuilder<Mistake>();
        files.ReadProject(Path.Combine(directory, "Pulumi.yaml"));
        files.ReadStack(stackFile, mistakes);
        return mistakes.Count == 0 ? files : throw new SettingsException(mistakes.ToImmutable());
    }

    /// <summary>The stacks that have a file in a directory, sorted.</summary>
    public static ImmutableArray<string> StacksIn(string directory) =>
        [.. Directory.EnumerateFiles(directory, "Pulumi.*.yaml")
            .Select(file => Path.GetFileName(file)["Pulumi.".Length..^".yaml".Length])
            .Where(IsStackName)
            .Order(StringComparer.Ordinal)];

    /// <summary>The same configuration with one entry replaced, as an option of a command asks for.</summary>
    /// <param name="key">Full key.</param>
    /// <param name="value">The value instead.</param>
    /// <param name="option">The option, for messages.</param>
    public StackFiles With(string key, string value, string option) => With(key, new ConfigurationValue.Text(value), option);

    /// <summary>The same configuration with one entry replaced by a value of any type.</summary>
    /// <param name="key">Full key.</param>
    /// <param name="value">The value instead.</param>
    /// <param name="origin">Who asks for it, for messages.</param>
    public StackFiles With(string key, ConfigurationValue value, string origin)
    {
        var files = new StackFiles(StackName);
        foreach (var (name, entry) in entries)
        {
            files.entries[name] = entry;
        }

        files.entries[key] = new(key, value, origin);
        return files;
    }

    /// <inheritdoc/>
    public Output<string> Secret(string key) => Output.CreateSecret(SecretMark.Of("setting", key));

    /// <inheritdoc/>
    public string BrokenRule(string key, Func<string, string> rule) => "";

    private static string FileNameOf(string stackName) => $"Pulumi.{stackName}.yaml";

    private static bool IsStackName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && !name.Contains("..");

    private static SettingsException Wrong(string location, string rule) => new([new(location, "", "", rule)]);

    private void ReadProject(string path)
    {
        if (!File.Exists(path))
        {
            throw Wrong("Pulumi.yaml", $"no such file: {WhereToGo}");
        }

        foreach (var (key, node) in Mapping(Load(path), "Pulumi.yaml", "config"))
        {
            // A declaration with a schema carries a default; a plain value is one itself.
            var value = node is YamlMappingNode schema
                ? schema.Children.FirstOrDefault(child => child.Key.ToString() is "default" or "value").Value
                : node;
            if (value is not null)
            {
                var name = key.ToString().Contains(':') ? key.ToString() : $"{SettingsCatalogue.Namespace}:{key}";
                entries[name] = new(name, Value(value), At("Pulumi.yaml", value));
            }
        }
    }

    private void ReadStack(string path, ImmutableArray<Mistake>.Builder mistakes)
    {
        var root = Load(path);
        foreach (var (key, _) in root.Children)
        {
            var name = key.ToString();
            if (!StackFileKeys.Contains(name))
            {
                mistakes.Add(new(At(FileName, key), name, "", $"not a key of a stack file{Spelling.Suggest(name, StackFileKeys)} (allowed: {string.Join(", ", StackFileKeys)})"));
            }
        }

        foreach (var (key, node) in Mapping(root, FileName, "config"))
        {
            entries[key.ToString()] = new(key.ToString(), Value(node), At(FileName, key));
        }
    }

    private static YamlMappingNode Load(string path)
    {
        var file = Path.GetFileName(path);
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            stream.Load(new ShallowParser(reader));
        }
        catch (YamlException e)
        {
            throw Wrong($"{file}:{e.End.Line}:{e.End.Column}", $"not well-formed YAML: {e.InnerException?.Message ?? e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(file, $"cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The scanner of the library gives up in these ways on control characters and numbers that no YAML may hold.
            throw Wrong(file, $"not well-formed YAML, probably because of an invisible control character: {e.Message}");
        }

        return stream.Documents switch
        {
            [] => new YamlMappingNode(),
            [{ RootNode: YamlMappingNode root }] => root,
            [{ RootNode: YamlScalarNode { Value: null or "" } }] => new YamlMappingNode(),
            [var only] => throw Wrong(At(file, only.RootNode), "the file has to be a map of keys and values"),
            _ => throw Wrong(file, "the file has to hold one document, not several separated by ---"),
        };
    }

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Mapping(YamlMappingNode root, string file, string key) =>
        root.Children.FirstOrDefault(child => child.Key.ToString() == key).Value switch
        {
            null or YamlScalarNode { Value: null or "" } => [],
            YamlMappingNode mapping => mapping.Children,
            var other => throw Wrong(At(file, other), $"'{key}' has to be a map of keys and values"),
        };

    private ConfigurationValue Value(YamlNode node, int depth = 0)
    {
        // Anchors let a small file describe an endless or an enormous value.
        if (depth > DeepestValue || ++valuesRead > MostValues)
        {
            throw Wrong(At(FileName, node), $"is nested deeper than {DeepestValue} levels or holds more than {MostValues} values");
        }

        return node switch
        {
            YamlMappingNode map when map.Children.Count == 1 && map.Children[0].Key.ToString() == "secure" => new ConfigurationValue.Secret(),
            YamlMappingNode map => new ConfigurationValue.Map(
                [.. map.Children.Select(child => KeyValuePair.Create(child.Key.ToString(), Value(child.Value, depth + 1)))]),
            YamlSequenceNode list => new ConfigurationValue.List([.. list.Children.Select(child => Value(child, depth + 1))]),
            YamlScalarNode { Style: ScalarStyle.Plain } plain => PlainScalar.Value(plain.Value ?? ""),
            _ => new ConfigurationValue.Text((node as YamlScalarNode)?.Value ?? ""),
        };
    }

    private static string At(string file, YamlNode node) => $"{file}:{node.Start.Line}:{node.Start.Column}";
}
