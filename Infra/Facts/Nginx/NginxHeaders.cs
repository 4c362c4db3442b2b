namespace Infra.Facts.Nginx;

/// <summary>The headers that nginx adds to answers, by its rules of inheritance: a block with an <c>add_header</c> of its own loses all
/// from around it,
/// unless <c>add_header_inherit merge</c> (since 1.29.3) holds there.</summary>
internal static class NginxHeaders
{
    /// <summary>The headers that hold in a block.</summary>
    /// <param name="block">The block: the whole configuration, http, server, location, or an <c>if</c>.</param>
    public static ImmutableArray<NginxDirective> Effective(NginxDirective block)
    {
        ImmutableArray<NginxDirective> own = [.. block.Named("add_header")];
        return Inheritance(block) switch
        {
            "off" => own,
            "merge" => [.. own, .. Around(block)],
            _ => own.IsEmpty ? Around(block) : own,
        };
    }

    /// <summary>The headers that hold around a block.</summary>
    /// <param name="block">The block.</param>
    public static ImmutableArray<NginxDirective> Around(NginxDirective block) => block.Parent is { } parent ? Effective(parent) : [];

    /// <summary>Name of the header that an <c>add_header</c> adds.</summary>
    /// <param name="header">The directive.</param>
    public static string NameOf(NginxDirective header) => header.Arguments is [var name, ..] ? name : "";

    private static string Inheritance(NginxDirective block) =>
        block.Ancestors.Prepend(block).SelectMany(level => level.Named("add_header_inherit")).FirstOrDefault() is { Arguments: [var how] }
        ? how : "on";
}
