using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Infra.Planning;
using Pulumi;

namespace Infra.ProviderFacts;

/// <summary>Holds the inputs of one resource against the facts of its type.</summary>
/// <param name="resource">The resource.</param>
/// <param name="facts">What its provider accepts.</param>
/// <param name="isSimulated">Whether a text holds a value that only the cloud will know.</param>
internal sealed class ResourceInspection(PlannedResource resource, ResourceFacts facts, Func<string, bool> isSimulated)
{
    // Patterns are from the data, which has some thirty; RE2 knows no backtracking, so none of them needs it.
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    private readonly List<FactViolation> found = [];

    /// <summary>Inputs that were looked at.</summary>
    public int Inputs { get; private set; }

    /// <summary>Single facts that they were held against.</summary>
    public int Facts { get; private set; }

    /// <summary>Finds what will not be taken.</summary>
    public List<FactViolation> Run()
    {
        Members("", resource.Inputs, facts.Inputs);
        foreach (var rule in facts.Rules)
            Apply(rule);
        return found;
    }

    private void Members(string path, IReadOnlyDictionary<string, object?> values, IReadOnlyDictionary<string, Fact> members)
    {
        foreach (var (name, value) in values)
        {
            if (value is null)
                continue;
            Facts++;
            if (members.TryGetValue(name, out var fact))
                Value(path + name, value, fact);
            else
                Report(path + name, FactKind.UnknownName, null, $"no such input{Nearest(name, members.Keys)}", null);
        }

        foreach (var (name, fact) in members)
        {
            var given = values.TryGetValue(name, out var value) && value is not null;
            if (fact.Required)
            {
                Facts++;
                if (!given)
                    Report(path + name, FactKind.Missing, null, "is required", fact.From);
            }

            Together(path + name, given, value, fact);
        }
    }

    private void Value(string path, object value, Fact fact)
    {
        Inputs++;
        if (fact.Deprecated is { } instead)
        {
            Facts++;
            Report(path, FactKind.Deprecated, null, $"deprecated, {instead}", fact.From);
        }

        Facts++;
        if (!IsOf(fact.Type, value))
        {
            Judge(path, FactKind.WrongType, value, fact, $"has to be {Article(fact.Type)}", facts.SourceOf(fact.From));
            return;
        }

        switch (value)
        {
            case string text:
                Text(path, text, fact);
                break;
            case double or int:
                Number(path, Convert.ToDouble(value, CultureInfo.InvariantCulture), fact);
                break;
            case IReadOnlyDictionary<string, object?> map when fact.Of is { } type:
                Members(path + ".", map, facts.Members(type));
                break;
            case IReadOnlyDictionary<string, object?> map when fact.Values is { } of:
                foreach (var (key, entry) in map.Where(entry => entry.Value is not null))
                    Value($"{path}.{key}", entry!, of);
                break;
            case IEnumerable list when fact.Type == "array":
                List(path, [.. list.Cast<object?>()], fact);
                break;
        }
    }

    private void Text(string path, string text, Fact fact)
    {
        Limits(path, text, fact, facts.SourceOf(fact.From), fact.Secret);
        if (fact.Api is { } api)
            Limits(path, text, api, $"DigitalOcean API, {api.From}", fact.Secret);
    }

    private void Limits(string path, string text, Fact limits, string source, bool secret)
    {
        var shown = secret ? SecretMark.Shown : text;
        void Hold(bool holds, FactKind kind, string allowed)
        {
            Facts++;
            if (!holds && !SecretMark.IsIn(text) && !isSimulated(text))
                found.Add(new(resource.Name, path, Quoted(shown), kind, allowed, source));
        }

        var comparison = limits.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        if (!limits.Allowed.IsEmpty)
            Hold(limits.Allowed.Contains(text, comparison), FactKind.NotInList, $"one of {string.Join(", ", limits.Allowed)}");
        if (limits.Length is { } length)
            Hold(length.Hold(Encoding.UTF8.GetByteCount(text)), FactKind.Length, $"{length} bytes long");
        if (limits.Pattern is { } pattern)
            Hold(Patterns.GetOrAdd(pattern, Compile).IsMatch(text), FactKind.Pattern, $"matches {pattern}");
        if (limits.Format is { } format)
            Hold(ValueFormats.Hold(format, text), FactKind.Format, $"has the form {format}");
    }

    private void Number(string path, double number, Fact fact)
    {
        foreach (var (limits, source) in new[] { (fact, facts.SourceOf(fact.From)), (fact.Api, $"DigitalOcean API, {fact.Api?.From}") })
        {
            if (limits is null)
                continue;
            void Hold(bool holds, FactKind kind, string allowed)
            {
                Facts++;
                if (!holds)
                    found.Add(new(resource.Name, path, $"{number:0.####}", kind, allowed, source));
            }

            if (limits.Range is { } range)
                Hold(range.Hold(number), FactKind.OutOfRange, $"{range}");
            if (limits.NonZero)
                Hold(number != 0, FactKind.OutOfRange, "anything but 0");
            if (!limits.Allowed.IsEmpty)
            {
                var text = number.ToString(CultureInfo.InvariantCulture);
                Hold(limits.Allowed.Contains(text), FactKind.NotInList, $"one of {string.Join(", ", limits.Allowed)}");
            }
        }
    }

    private void List(string path, ImmutableArray<object?> items, Fact fact)
    {
        foreach (var (limits, source) in new[] { (fact, facts.SourceOf(fact.From)), (fact.Api, $"DigitalOcean API, {fact.Api?.From}") })
        {
            if (limits?.Count is not { } count)
                continue;
            Facts++;
            if (!count.Hold(items.Length))
                found.Add(new(resource.Name, path, $"{items.Length} items", FactKind.Count, $"{count} items", source));
        }

        if (fact.Items is not { } of)
            return;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is { } item)
                Value($"{path}[{i}]", item, of);
        }
    }

    // Exclusions and needs between inputs; their paths start at the resource.
    private void Together(string path, bool given, object? value, Fact fact)
    {
        void Hold(bool holds, string allowed)
        {
            Facts++;
            if (!holds)
                Report(path, FactKind.Combination, null, allowed, fact.From);
        }

        if (!fact.ExactlyOneOf.IsEmpty)
            Hold(fact.ExactlyOneOf.Count(Given) == 1, $"exactly one of {string.Join(", ", fact.ExactlyOneOf)}");
        if (!fact.AtLeastOneOf.IsEmpty)
            Hold(fact.AtLeastOneOf.Any(Given), $"at least one of {string.Join(", ", fact.AtLeastOneOf)}");
        if (!given)
            return;
        foreach (var other in fact.ConflictsWith)
            Hold(!Given(other), $"not beside {other}");
        foreach (var other in fact.RequiredWith)
            Hold(Given(other), $"only with {other}");
        if (!fact.MinSumOf.IsEmpty && value is double number)
        {
            var sum = fact.MinSumOf.Sum(name => At(resource.Inputs, name) is double part ? part : 0);
            Hold(number >= sum, $"at least the sum of {string.Join(", ", fact.MinSumOf)}");
        }

        if (!fact.AtLeastOneTrue.IsEmpty)
        {
            var one = fact.AtLeastOneTrue.Any(name => At(resource.Inputs, name) is not false);
            Hold(one, $"one of {string.Join(", ", fact.AtLeastOneTrue)} has to be true");
        }
    }

    private void Apply(InputRule rule)
    {
        if (rule.Each is not { } each)
        {
            Apply(rule, "", resource.Inputs);
            return;
        }

        var items = At(resource.Inputs, each) is IEnumerable list and not string ? list.Cast<object?>().ToArray() : [];
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is IReadOnlyDictionary<string, object?> item)
                Apply(rule, $"{each}[{i}].", item);
        }
    }

    private void Apply(InputRule rule, string path, IReadOnlyDictionary<string, object?> scope)
    {
        Facts++;
        bool All(ImmutableArray<InputCondition> conditions) => conditions.All(condition => Holds(condition, scope));
        if (!All(rule.If) || (!rule.Unless.IsEmpty && All(rule.Unless)))
            return;
        var when = rule.If.IsEmpty ? "" : $" where {string.Join(" and ", rule.If)}";
        foreach (var name in rule.Require.Where(name => At(scope, name) is null))
            Report(path + name, FactKind.Combination, null, $"is required{when}", rule.From);
        foreach (var name in rule.Forbid.Where(name => At(scope, name) is not null))
            Report(path + name, FactKind.Combination, null, $"must not be given{when}", rule.From);
        if (!rule.RequireOneOf.IsEmpty && rule.RequireOneOf.All(name => At(scope, name) is null))
        {
            var names = string.Join(", ", rule.RequireOneOf);
            Report(path + rule.RequireOneOf[0], FactKind.Combination, null, $"one of {names} is required{when}", rule.From);
        }

        foreach (var expected in rule.Expect.Where(expected => !Holds(expected, scope)))
            Report(path + expected.Path, FactKind.Combination, null, $"only {expected}{when}", rule.From);
    }

    private static bool Holds(InputCondition condition, IReadOnlyDictionary<string, object?> scope) => At(scope, condition.Path) switch
    {
        null => condition.Values.Contains(""),
        var value => condition.Values is ["*"] || condition.Values.Contains(Plain(value), StringComparer.OrdinalIgnoreCase),
    };

    private bool Given(string path) => At(resource.Inputs, path) is not null;

    private static object? At(IReadOnlyDictionary<string, object?> scope, string path)
    {
        object? value = scope;
        foreach (var name in path.Split('.'))
            value = value is IReadOnlyDictionary<string, object?> map ? map.GetValueOrDefault(name) : null;
        return value;
    }

    private void Judge(string path, FactKind kind, object value, Fact fact, string allowed, string source)
    {
        if (value is string text && (SecretMark.IsIn(text) || isSimulated(text)))
            return;
        found.Add(new(resource.Name, path, fact.Secret ? SecretMark.Shown : Quoted(Plain(value)), kind, allowed, source));
    }

    private void Report(string path, FactKind kind, string? value, string allowed, string? from) =>
        found.Add(new(resource.Name, path, value ?? "", kind, allowed, facts.SourceOf(from)));

    private static bool IsOf(string type, object value) => type switch
    {
        "string" => value is string,
        "integer" => value is int || (value is double number && number == Math.Floor(number)),
        "number" => value is double or int,
        "boolean" => value is bool,
        "array" => value is IEnumerable and not string and not IReadOnlyDictionary<string, object?>,
        "object" => value is IReadOnlyDictionary<string, object?>,
        "asset" => value is AssetOrArchive,
        "int-or-string" => value is string or double or int,
        _ => true,
    };

    private static string Article(string type) => type[0] is 'a' or 'i' or 'o' ? $"an {type}" : $"a {type}";

    private static string Plain(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        double or int => string.Create(CultureInfo.InvariantCulture, $"{value:0.####}"),
        IReadOnlyDictionary<string, object?> => "an object",
        AssetOrArchive => "a file",
        IEnumerable => "a list",
        _ => value.ToString() ?? "",
    };

    private static string Quoted(string text)
    {
        var line = SecretMark.Hide(text).ReplaceLineEndings(" ");
        return $"'{(line.Length > 60 ? line[..57] + "..." : line)}'";
    }

    private static string Nearest(string name, IEnumerable<string> known) =>
        known.FirstOrDefault(candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other ? $", but {other}" : "";

    // RE2's \d is ASCII, and its $ the very end of the text.
    private static Regex Compile(string pattern)
    {
        var ascii = pattern.Replace(@"\d", "[0-9]", StringComparison.Ordinal);
        return new(ascii.EndsWith('$') ? ascii[..^1] + @"\z" : ascii, RegexOptions.CultureInvariant);
    }
}
