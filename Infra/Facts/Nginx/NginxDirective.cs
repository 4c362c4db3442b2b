namespace Infra.Facts.Nginx;

/// <summary>A directive of an nginx configuration, with what stands in its block.</summary>
public sealed class NginxDirective
{
    /// <summary>Makes one below another.</summary>
    /// <param name="name">Its name: <c>proxy_pass</c>.</param>
    /// <param name="arguments">Its arguments, without their quotes.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="parent">The block it stands in; null for the root.</param>
    internal NginxDirective(string name, ImmutableArray<string> arguments, FilePlace place, NginxDirective? parent)
    {
        Name = name;
        Arguments = arguments;
        Place = place;
        Parent = parent;
    }

    /// <summary>Its name; empty for the root.</summary>
    public string Name { get; }

    /// <summary>Its arguments, without their quotes.</summary>
    public ImmutableArray<string> Arguments { get; }

    /// <summary>Where it stands.</summary>
    public FilePlace Place { get; }

    /// <summary>The block it stands in; null for the root.</summary>
    public NginxDirective? Parent { get; }

    /// <summary>Whether a block follows it, if only an empty one.</summary>
    public bool IsBlock { get; internal set; }

    /// <summary>What stands in its block, in order, with included files in their place.</summary>
    public IReadOnlyList<NginxDirective> Children => Inside;

    /// <summary>It and every directive inside it, in order.</summary>
    public IEnumerable<NginxDirective> Descendants => Inside.SelectMany(child => child.Descendants).Prepend(this);

    /// <summary>The blocks around it, from the nearest to the root.</summary>
    public IEnumerable<NginxDirective> Ancestors
    {
        get
        {
            for (var block = Parent; block is not null; block = block.Parent)
            {
                yield return block;
            }
        }
    }

    /// <summary>The children, for the parser.</summary>
    internal List<NginxDirective> Inside { get; } = [];

    /// <summary>The directives of a name in its own block.</summary>
    /// <param name="name">The name.</param>
    public IEnumerable<NginxDirective> Named(string name) => Inside.Where(child => child.Name == name);

    /// <summary>It as it is written, without its block.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Name));
}
