using System.IO.Enumeration;
using System.Text.Json;

namespace Infra.Facts.Grants;

/// <summary>A statement of an AWS policy, every list written out.</summary>
/// <param name="Allows">Whether it allows; it denies otherwise.</param>
/// <param name="Actions">Actions that it is about, with wildcards.</param>
/// <param name="Resources">Resources that it is about, with wildcards.</param>
/// <param name="Principals">Whom it is about; empty for whoever has the policy.</param>
/// <param name="Conditions">Conditions, as operator, key and values.</param>
public sealed record PolicyStatement(
    bool Allows, ImmutableArray<string> Actions, ImmutableArray<string> Resources, ImmutableArray<string> Principals,
    ImmutableArray<(string Operator, string Key, ImmutableArray<string> Values)> Conditions)
{
    /// <summary>Whether an action on a resource is among those that it is about. Actions are the same in upper and lower case.</summary>
    /// <param name="action">The action: <c>s3:GetObject</c>.</param>
    /// <param name="resource">Name of the resource.</param>
    public bool IsAbout(string action, string resource) =>
        Actions.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true))
        && Resources.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, resource, ignoreCase: false));
}

/// <summary>A policy of AWS, of an identity or of a bucket (IAM User Guide, policy evaluation logic).</summary>
/// <param name="Statements">Its statements.</param>
public sealed record PolicyDocument(ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>Reads one.</summary>
    /// <param name="json">The policy.</param>
    /// <returns>Null for what AWS would refuse: no JSON, or a statement without an effect, an action or a resource.</returns>
    public static PolicyDocument? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var statements = document.RootElement.GetProperty("Statement");
            return new([.. (statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray().ToArray()
                : [statements]).Select(Statement)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether it denies an action whatever else is allowed, without a condition.</summary>
    /// <param name="action">The action.</param>
    /// <param name="resource">Name of the resource.</param>
    public bool Denies(string action, string resource) =>
        Statements.Any(statement => !statement.Allows && statement.Conditions.IsEmpty && statement.IsAbout(action, resource));

    /// <summary>Whether it allows an action, conditions taken as met.</summary>
    /// <param name="action">The action.</param>
    /// <param name="resource">Name of the resource.</param>
    public bool Allows(string action, string resource) =>
        Statements.Any(statement => statement.Allows && statement.IsAbout(action, resource)) && !Denies(action, resource);

    /// <summary>Whether everybody is denied an action who does not use TLS.</summary>
    /// <param name="action">The action.</param>
    /// <param name="resource">Name of the resource.</param>
    public bool DeniesPlainText(string action, string resource) => Statements.Any(statement =>
        !statement.Allows && statement.IsAbout(action, resource) && statement.Principals.Contains("*")
        && statement.Conditions is [("Bool", "aws:SecureTransport", ["false"])]);

    private static PolicyStatement Statement(JsonElement json) => new(
        json.GetProperty("Effect").GetString() switch { "Allow" => true, "Deny" => false, _ => throw new JsonException("no effect") },
        Texts(json.GetProperty("Action")),
        Texts(json.GetProperty("Resource")),
        json.TryGetProperty("Principal", out var principal)
            ? principal.ValueKind == JsonValueKind.Object ? [.. principal.EnumerateObject().SelectMany(kind => Texts(kind.Value))]
                : Texts(principal) : [],
        json.TryGetProperty("Condition", out var conditions)
            ? [.. conditions.EnumerateObject().SelectMany(kind =>
                kind.Value.EnumerateObject().Select(key => (kind.Name, key.Name, Texts(key.Value))))] : []);

    private static ImmutableArray<string> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => [.. json.EnumerateArray().Select(item => item.ToString())],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        _ => [json.GetString() ?? ""],
    };
}
