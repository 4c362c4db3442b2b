using Infra.Facts.Files;
using Infra.Facts.Nginx;
using Infra.Policies;

namespace Infra.Tests.Policies;

/// <summary>What the rules say of configurations that a program did not write: pairs that differ in one thing.</summary>
public sealed class NginxRulesTests
{
    [Theory]
    [InlineData("NGX-01", "add_header X-Frame-Options DENY; location /a { add_header X-A b; }",
        "add_header X-Frame-Options DENY; location /a { add_header X-Frame-Options DENY; add_header X-A b; }")]
    [InlineData("NGX-01", "server { add_header X-Frame-Options DENY; location / { location /a { if ($a) { add_header X-A b; } } } }",
        "server { add_header X-Frame-Options DENY; location / { location /a { root /a; } } }", "NGX-08")]
    [InlineData("NGX-01", "add_header X-Frame-Options DENY; location /a { add_header X-A b; }",
        "add_header X-Frame-Options DENY; add_header_inherit merge; location /a { add_header X-A b; }")]
    [InlineData("NGX-02", "add_header content-type text/plain;", "default_type text/plain;")]
    [InlineData("NGX-03", "add_header Content-Security-Policy \"default-src 'none';\n img-src 'self'\";",
        "add_header Content-Security-Policy \"default-src 'none'; img-src 'self'\";")]
    [InlineData("NGX-04", "location /files { alias /srv/files/; }", "location /files/ { alias /srv/files/; }")]
    [InlineData("NGX-04", "location ^~ /files { alias /srv/files/; }", "location = /files { alias /srv/files/index.html; }")]
    [InlineData("NGX-05", "location /admin/ { allow 192.0.2.0/24; }", "location /admin/ { allow 192.0.2.0/24; deny all; }")]
    [InlineData("NGX-06", "proxy_set_header HOST $http_host;", "proxy_set_header Host $host;")]
    [InlineData("NGX-06", "set $site $arg_site; proxy_set_header Host $site;", "set $site shop.example.com; proxy_set_header Host $site;")]
    [InlineData("NGX-07", "return 301 https://shop.example.com$uri;", "return 301 https://shop.example.com$request_uri;")]
    [InlineData("NGX-07", "location ~ ^/old/(\\D+)$ { add_header X-Old $1; }", "location ~ ^/old/(.+)$ { add_header X-Old $1; }")]
    [InlineData("NGX-07", "location ~ ^/old/(?<rest>[^/]+) { set $to /new/$rest; proxy_set_header X-To ${to}; }",
        "location ~ ^/old/(?<rest>[^/\\s]+) { set $to /new/$rest; proxy_set_header X-To ${to}; }")]
    [InlineData("NGX-08", "location / { if ($arg_a) { proxy_pass http://b; } }", "location / { if ($arg_a) { return 404; } }")]
    [InlineData("NGX-09", "if ($http_origin ~ \"^https://shop.example\\.com$\") { return 204; }",
        "if ($http_origin ~ \"^https://shop\\.example\\.com$\") { return 204; }")]
    [InlineData("NGX-09", "if ($http_origin ~ 'https://shop\\.example\\.com$') { return 204; }",
        "if ($http_origin ~ '^https://shop\\.example\\.com$') { return 204; }")]
    [InlineData("NGX-09", "if ($http_referer !~ ^https://shop\\.example\\.com) { return 403; }",
        "if ($http_referer !~ ^https://shop\\.example\\.com/) { return 403; }")]
    [InlineData("NGX-09", "if ($http_origin ~* (^https://shop\\.example\\.com$|shop\\.example\\.org)) { return 204; }",
        "if ($http_origin ~* (^https://shop\\.example\\.com$|^https://shop\\.example\\.org$)) { return 204; }")]
    [InlineData("NGX-09", "if ($http_origin ~ ^https://.*example\\.com$) { return 204; }",
        "if ($http_origin ~ ^https://([a-z0-9-]+\\.)?example\\.com$) { return 204; }")]
    [InlineData("NGX-10", "resolver 127.0.0.11 198.51.100.53:5353 valid=10s;", "resolver 127.0.0.11 [fd00::53]:53 valid=10s;")]
    [InlineData("NGX-11", "location /to/ { proxy_pass http://$arg_host; }", "location /to/ { internal; proxy_pass http://$arg_host; }")]
    [InlineData("NGX-11", "location ~ ^/to/(.+)$ { set $peer $1; proxy_pass https://$peer/x; }",
        "location ~ ^/to/(blue|green)$ { set $peer $1; proxy_pass https://$peer/x; }")]
    [InlineData("NGX-11", "location / { proxy_pass http://api$arg_part.internal; }", "location / { proxy_pass http://api$request_uri; }")]
    [InlineData("NGX-12", "valid_referers none server_names;", "valid_referers server_names *.example.com;")]
    [InlineData("NGX-13", "http { server { listen 80; } }", "http { server { listen 80; server_tokens off; } }")]
    [InlineData("NGX-13", "server { listen 80; server_tokens on; }", "server { listen 80; }")]
    [InlineData("NGX-14", "ssl_protocols TLSv1.1 TLSv1.2;", "ssl_protocols TLSv1.2 TLSv1.3;")]
    public void The_wrong_form_is_found_and_the_right_one_is_not(string rule, string wrong, string right, string alsoBroken = "")
    {
        Assert.Equal(new[] { rule, alsoBroken }.Where(id => id.Length > 0), Broken(wrong));
        Assert.Empty(Broken(right));
    }

    [Fact]
    public void A_finding_names_the_line()
    {
        var root = NginxParser
            .Parse("site.conf", "# a comment; with { signs }\nserver {\n  location /files {\n    alias \"/srv/files/\";\n  }\n}\n", _ =>
            []);
        Assert.Equal("site.conf:4", $"{Assert.Single(NginxRules.Configurations.SelectMany(rule => rule.Check(root))).Place}");
    }

    [Theory]
    [InlineData("server { listen 80;", "the block of \"server\" (line 1) is not closed")]
    [InlineData("listen 80", "\"listen\" is not ended by \";\"")]
    [InlineData("}", "unexpected \"}\"")]
    [InlineData("add_header A \"b;", "a text that begins with \" is not closed")]
    [InlineData("return 200 'a'b;", "unexpected \"b\" after a quoted text")]
    public void What_nginx_would_not_read_is_refused_with_a_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FileFormatException>(() => NginxParser.Parse("site.conf", text, _ => [])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Words_are_read_as_nginx_reads_them()
    {
        var root = NginxParser.Parse("site.conf", """
            log_format main '$remote_addr "$request"' "it's \"quoted\"";
            rewrite "^/a\.b/(.{2})$" /${lang}/$1 last;
            map $uri $x { default 0; ~^/a 1; }
            """, _ => []);
        Assert.Equal(["$remote_addr \"$request\"", "it's \"quoted\""], root.Children[0].Arguments.Skip(1));
        Assert.Equal(["^/a\\.b/(.{2})$", "/${lang}/$1", "last"], root.Children[1].Arguments.ToArray());
        Assert.Equal(["default 0", "~^/a 1"], root.Children[2].Children.Select(line => $"{line}"));
    }

    private static IEnumerable<string> Broken(string text)
    {
        var root = NginxParser.Parse("site.conf", text, _ => []);
        return NginxRules.Configurations.Where(rule => rule.Check(root).Any()).Select(rule => rule.Id);
    }
}
