using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace DocumentSearch.Documents.Extraction;

/// <summary>The text of an HTML page as a reader sees it.</summary>
internal static class HtmlText
{
    /// <summary>Elements within each other: what people write stays below a hundred, and parsers take time by the square of it.</summary>
    public const int MostNested = 400;

    // Looking at the depth of every element would cost as much as the parser.
    private const int DepthSample = 16;

    // Elements that begin a paragraph of their own when HTML is shown.
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul", "br",
    };

    public static void Read(string html, TextSink text)
    {
        // Scripts are not run and nothing is fetched: the parser alone has no browsing context.
        using var page = new HtmlParser(new HtmlParserOptions { OnCreated = new DepthBound().Created }).ParseDocument(html);
        // A stack of our own: depth must not be depth of calls.
        var pending = new Stack<(INode Node, bool Leaving)>();
        pending.Push((page, false));
        while (pending.TryPop(out var step))
        {
            var isBlock = step.Node is IElement element && Blocks.Contains(element.LocalName);
            if (isBlock)
                text.EndParagraph();
            if (step.Leaving)
                continue;
            if (step.Node is IText words)
                text.Append(words.Data);
            if (step.Node is IElement { LocalName: "script" or "style" or "noscript" or "template" or "svg" or "head" } hidden)
            {
                if (hidden.LocalName == "head" && page.Title is { Length: > 0 } title)
                {
                    text.Append(title);
                    text.EndParagraph();
                }

                continue;
            }

            if (isBlock)
                pending.Push((step.Node, true));
            for (var child = step.Node.LastChild; child is not null; child = child.PreviousSibling)
                pending.Push((child, false));
        }
    }

    private sealed class DepthBound
    {
        private int _created;
        private INode? _last;

        public void Created(IElement element, AngleSharp.Text.TextPosition position)
        {
            // An element is told before it has a parent: the one before it has its place by now.
            if (++_created % DepthSample == 0)
            {
                var depth = 0;
                for (var node = _last; node is not null; node = node.Parent)
                    depth++;
                if (depth > MostNested)
                    throw TooDeep();
            }

            _last = element;
        }

        private static DocumentRejectedException TooDeep()
            => new(RejectionReason.Invalid, $"The page nests more than {MostNested} elements; flatten it and upload it again.");
    }
}
