using Infra.Planning;

namespace Infra.Reports;

/// <summary>Compares two plans.</summary>
public static class PlanComparison
{
    private const string CopiedFile = "command:remote:CopyToRemote";

    /// <summary>Compares two plans.</summary>
    /// <param name="before">The plan to compare with.</param>
    /// <param name="beforeName">What it is called.</param>
    /// <param name="after">The plan that is compared.</param>
    public static PlanDifference Compare(PlanDocument before, string beforeName, PlanDocument after)
    {
        var olds = ByKey(before);
        var news = ByKey(after);
        var (oldFiles, newFiles) = (before.Files.ToDictionary(file => file.Path, file => file.Content), after.Files.ToDictionary(file => file.Path, file => file.Content));
        var replacing = ReplacingProperties.Under(after.Deployed);
        var changes = new Dictionary<string, ResourceChange>(StringComparer.Ordinal);
        foreach (var (key, resource) in news)
        {
            if (!olds.TryGetValue(key, out var old))
            {
                changes[key] = new(ChangeKind.Created, resource, [], WasProtected: false);
                continue;
            }

            ImmutableArray<PropertyChange> properties = [.. PropertyChanges.Between(old, resource, replacing, before.Stack == after.Stack), .. FileChange(old, oldFiles, resource, newFiles)];
            if (!properties.IsEmpty)
            {
                changes[key] = new(properties.Any(property => property.Replaces) ? ChangeKind.Replaced : ChangeKind.Changed, resource, properties, old.Protected);
            }
        }

        Follow(changes, olds, news, replacing);
        return new()
        {
            Before = before,
            BeforeName = beforeName,
            After = after,
            Changes =
            [
                .. news.Keys.Where(changes.ContainsKey).Select(key => changes[key]),
                .. olds.Where(old => !news.ContainsKey(old.Key)).Select(old => new ResourceChange(ChangeKind.Deleted, old.Value, [], old.Value.Protected)),
            ],
            Outputs = [.. OutputChanges(before, after)],
            Costs = before.Budget > 0 ? [.. CostChanges(before, after)] : [],
            NewFindings = [.. after.Findings.Except(before.Findings)],
            GoneFindings = [.. before.Findings.Except(after.Findings)],
        };
    }

    private static Dictionary<string, PlannedResource> ByKey(PlanDocument document)
    {
        var resources = new Dictionary<string, PlannedResource>(StringComparer.Ordinal);
        foreach (var resource in document.Deployed)
        {
            resources.TryAdd(resource.Key, resource);
        }

        return resources;
    }

    /// <summary>What needs the id of a replaced resource, in a property that cannot change, is replaced as well.</summary>
    private static void Follow(
        Dictionary<string, ResourceChange> changes,
        Dictionary<string, PlannedResource> olds,
        Dictionary<string, PlannedResource> resources,
        ReplacingProperties replacing)
    {
        var users = resources.Values
            .SelectMany(resource => replacing.Of(resource.Type)
                .Where(property => resource.Inputs.GetValueOrDefault(property) is string or double)
                .Select(property => (Resource: resource, Property: property, Value: $"{resource.Inputs[property]}")))
            .ToLookup(user => user.Value);
        var replaced = new Queue<PlannedResource>(changes.Values.Where(change => change.Kind == ChangeKind.Replaced).Select(change => change.Resource));
        while (replaced.TryDequeue(out var resource))
        {
            var id = SimulatedValues.ShownId(resource);
            foreach (var (user, property, _) in users[id].Where(user => user.Resource.Key != resource.Key))
            {
                var known = changes.TryGetValue(user.Key, out var change) ? change : new(ChangeKind.Changed, user, [], olds.GetValueOrDefault(user.Key, user).Protected);
                if (known.Kind == ChangeKind.Changed)
                {
                    changes[user.Key] = new(ChangeKind.Replaced, user, known.Properties.Add(new(property, $"id of {resource.Name}", $"id of the new {resource.Name}", Replaces: true)), known.WasProtected);
                    replaced.Enqueue(user);
                }
            }
        }
    }

    /// <summary>The text of a copied file, found by the end of the path to which it is copied.</summary>
    private static IEnumerable<PropertyChange> FileChange(PlannedResource before, Dictionary<string, string> oldFiles, PlannedResource after, Dictionary<string, string> newFiles)
    {
        if (after.Type == CopiedFile && FileOf(before, oldFiles) is { } old && FileOf(after, newFiles) is { } now && old != now)
        {
            yield return new("source", old, now);
        }
    }

    private static string? FileOf(PlannedResource copied, Dictionary<string, string> files)
    {
        var path = copied.Inputs.GetValueOrDefault("remotePath") as string ?? "";
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (files.TryGetValue(path[(slash + 1)..], out var content))
            {
                return content;
            }
        }

        return null;
    }

    private static IEnumerable<PropertyChange> OutputChanges(PlanDocument before, PlanDocument after)
    {
        var olds = before.Outputs.ToDictionary(output => output.Name, output => output.Value);
        var news = after.Outputs.ToDictionary(output => output.Name, output => output.Value);
        return olds.Keys.Union(news.Keys).Order(StringComparer.Ordinal)
            .Where(name => olds.GetValueOrDefault(name) != news.GetValueOrDefault(name))
            .Select(name => new PropertyChange(name, olds.GetValueOrDefault(name, ""), news.GetValueOrDefault(name, "")));
    }

    private static IEnumerable<CostChange> CostChanges(PlanDocument before, PlanDocument after)
    {
        var olds = before.Costs.ToLookup(line => line.Component);
        var news = after.Costs.ToLookup(line => line.Component);
        return news.Concat(olds).Select(group => group.Key).Distinct()
            .Select(name => new CostChange(name, olds[name].Sum(line => line.Minimum), news[name].Sum(line => line.Minimum), olds[name].Sum(line => line.Maximum), news[name].Sum(line => line.Maximum)))
            .Where(change => change.MinimumBefore != change.Minimum || change.MaximumBefore != change.Maximum);
    }
}
