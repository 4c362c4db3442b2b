using YamlDotNet.Serialization;

namespace Infra.Files.Observability.Alertmanager;

/// <summary>The file alertmanager.yml (Alertmanager documentation, configuration). Secrets are named by the file that holds them.</summary>
public sealed record AlertmanagerFile
{
    /// <summary>What counts for every receiver.</summary>
    public required AlertmanagerGlobal Global { get; init; }

    /// <summary>The root of the routes.</summary>
    public required RouteNode Route { get; init; }

    /// <summary>Which alerts keep others quiet.</summary>
    public required IReadOnlyList<InhibitNode> InhibitRules { get; init; }

    /// <summary>Receivers.</summary>
    public required IReadOnlyList<ReceiverNode> Receivers { get; init; }
}

/// <summary>What counts for every receiver.</summary>
public sealed record AlertmanagerGlobal
{
    /// <summary>Time after which an alert that is no longer reported counts as resolved.</summary>
    public required string ResolveTimeout { get; init; }

    /// <summary>Address of PagerDuty's Events API, where it is not the usual one.</summary>
    [YamlMember(Alias = "pagerduty_url", ApplyNamingConventions = false)]
    public string? PagerDutyUrl { get; init; }
}

/// <summary>A route: alerts that match it go to its receiver.</summary>
public sealed record RouteNode
{
    /// <summary>Name of the receiver.</summary>
    public required string Receiver { get; init; }

    /// <summary>What alerts have to match.</summary>
    public IReadOnlyList<string>? Matchers { get; init; }

    /// <summary>Labels by which alerts are put into one message.</summary>
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>Time to wait for more alerts of a new group.</summary>
    public string? GroupWait { get; init; }

    /// <summary>Time to wait before a message about new alerts of a known group.</summary>
    public string? GroupInterval { get; init; }

    /// <summary>Time after which a message is sent again.</summary>
    public string? RepeatInterval { get; init; }

    /// <summary>Routes below.</summary>
    public IReadOnlyList<RouteNode>? Routes { get; init; }
}

/// <summary>An alert that keeps others quiet.</summary>
public sealed record InhibitNode
{
    /// <summary>The alert that fires.</summary>
    public required IReadOnlyList<string> SourceMatchers { get; init; }

    /// <summary>The alerts that are kept quiet.</summary>
    public required IReadOnlyList<string> TargetMatchers { get; init; }

    /// <summary>Labels in which both have to be equal.</summary>
    public required IReadOnlyList<string> Equal { get; init; }
}

/// <summary>A receiver: everything in it gets the message.</summary>
public sealed record ReceiverNode
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Slack channels.</summary>
    public IReadOnlyList<SlackNode>? SlackConfigs { get; init; }

    /// <summary>PagerDuty services.</summary>
    [YamlMember(Alias = "pagerduty_configs", ApplyNamingConventions = false)]
    public IReadOnlyList<PagerDutyNode>? PagerDutyConfigs { get; init; }

    /// <summary>Mail addresses.</summary>
    public IReadOnlyList<EmailNode>? EmailConfigs { get; init; }
}

/// <summary>A Slack channel.</summary>
public sealed record SlackNode
{
    /// <summary>File of the webhook's address.</summary>
    public required string ApiUrlFile { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Whether the end of an alert is told.</summary>
    public bool SendResolved { get; init; } = true;

    /// <summary>Colour of the bar.</summary>
    public required string Color { get; init; }

    /// <summary>First line.</summary>
    public required string Title { get; init; }

    /// <summary>Where the first line leads to.</summary>
    public required string TitleLink { get; init; }

    /// <summary>The rest.</summary>
    public required string Text { get; init; }
}

/// <summary>A PagerDuty service.</summary>
public sealed record PagerDutyNode
{
    /// <summary>File of the routing key of the Events API v2.</summary>
    public required string RoutingKeyFile { get; init; }

    /// <summary>Whether the end of an alert is told.</summary>
    public bool SendResolved { get; init; } = true;

    /// <summary>Severity.</summary>
    public required string Severity { get; init; }

    /// <summary>First line.</summary>
    public required string Description { get; init; }

    /// <summary>Further fields.</summary>
    public required IReadOnlyDictionary<string, string> Details { get; init; }
}

/// <summary>A mail address.</summary>
public sealed record EmailNode
{
    /// <summary>Whom.</summary>
    public required string To { get; init; }

    /// <summary>From whom.</summary>
    public required string From { get; init; }

    /// <summary>Mail server with its port.</summary>
    public required string Smarthost { get; init; }

    /// <summary>Login.</summary>
    public string? AuthUsername { get; init; }

    /// <summary>File of the password.</summary>
    public string? AuthPasswordFile { get; init; }

    /// <summary>Whether an unencrypted delivery is refused.</summary>
    public bool RequireTls { get; init; } = true;

    /// <summary>Whether the end of an alert is told.</summary>
    public bool SendResolved { get; init; } = true;

    /// <summary>Headers.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
