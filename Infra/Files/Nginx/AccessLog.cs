using static Infra.Files.Nginx.Directive;

namespace Infra.Files.Nginx;

/// <summary>The access log: one JSON object a request.</summary>
public static class AccessLog
{
    /// <summary>Name of the format.</summary>
    public const string Format = "json";

    /// <summary>The fields and the variables they come from, in the order in which they are written.</summary>
    public static ImmutableArray<(string Field, string Variable, bool Number)> Fields { get; } =
    [
        ("time", "$time_iso8601", false),
        ("service", "nginx", false),
        ("requestId", "$request_id", false),
        ("client", "$remote_addr", false),
        ("method", "$request_method", false),
        ("host", "$host", false),
        ("uri", "$uri", false), // Without the query: it may hold what a person searched for.
        ("protocol", "$server_protocol", false),
        ("status", "$status", true),
        ("bytes", "$body_bytes_sent", true),
        ("requestBytes", "$request_length", true),
        ("seconds", "$request_time", true),
        ("upstream", "$upstream_addr", false),
        ("upstreamStatus", "$upstream_status", false),
        ("upstreamSeconds", "$upstream_response_time", false), // A list where several servers were asked, hence text.
        ("cache", "$upstream_cache_status", false),
        ("limit", "$limit_req_status", false),
        ("tls", "$ssl_protocol", false),
        ("agent", "$http_user_agent", false),
    ];

    /// <summary>The directive that defines the format.</summary>
    public static Directive Definition => Line("log_format", Format, "escape=json",
        "{" + string.Join(',', Fields.Select(entry => entry.Number ? $"\"{entry.Field}\":{entry.Variable}" : $"\"{entry.Field}\":\"{entry.Variable}\"")) + "}");
}
