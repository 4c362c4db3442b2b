using static Infra.Facts.Wire;

namespace Infra.Facts.Alerts;

/// <summary>A way of telling people of alerts.</summary>
/// <param name="Kind">What stands before <c>_configs</c>: <c>email</c>, <c>slack</c>, <c>pagerduty</c>, <c>webhook</c>, …</param>
/// <param name="Settings">What is set for it.</param>
/// <param name="Global">What is set for all.</param>
internal sealed record AlertChannel(string Kind, object? Settings, object? Global)
{
    // Where nothing is said (Alertmanager documentation, configuration, receivers).
    private static readonly ImmutableHashSet<string> TellNoEnd = ["email", "slack", "wechat"];

    /// <summary>Whether the end of an alert is told as well.</summary>
    public bool TellsTheEnd => At(Settings, "send_resolved") switch
    {
        bool said => said,
        _ => !TellNoEnd.Contains(Kind),
    };

    /// <summary>What is missing for a message to arrive, or to arrive in secret; empty where nothing is.</summary>
    public string Lack => Kind switch
    {
        "email" => Set("to").Length == 0 ? "has no address" : SetOr("from", "smtp_from").Length == 0 ? "has no sender"
            : SetOr("smarthost", "smtp_smarthost").Length == 0 ? "has no mail server"
            : At(Settings, "require_tls") is false || (At(Settings, "require_tls") is null && At(Global, "smtp_require_tls") is false)
                || IsTrue(Settings, "tls_config", "insecure_skip_verify") ? "sends mail in the clear, or to whoever answers" : "",
        "slack" => new[] { "api_url", "api_url_file" }.All(name => Set(name).Length == 0)
            && new[] { "slack_api_url", "slack_api_url_file" }.All(name => Text(Global, name).Length == 0) ? "has no webhook"
            : new[] { "api_url", "slack_api_url" }.Any(name => SetOr(name, name).StartsWith("http://", StringComparison.Ordinal))
                ? "is told in the clear" : "",
        "pagerduty" => new[] { "routing_key", "routing_key_file", "service_key", "service_key_file" }.All(name => Set(name).Length == 0)
            ? "has no key" : "",
        "webhook" => new[] { "url", "url_file" }.All(name => Set(name).Length == 0) ? "has no address"
            : Set("url").StartsWith("http://", StringComparison.Ordinal) ? "is told in the clear" : "",
        _ => "",
    };

    private string Set(string name) => Text(Settings, name);

    private string SetOr(string own, string ofAll) => Set(own) is { Length: > 0 } text ? text : Text(Global, ofAll);
}
