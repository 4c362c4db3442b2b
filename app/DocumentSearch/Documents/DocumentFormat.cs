namespace DocumentSearch.Documents;

/// <summary>A kind of file the service can read, told by its content.</summary>
public enum DocumentFormat
{
    /// <summary>Plain text in UTF-8.</summary>
    Text,

    /// <summary>Markdown in UTF-8, read as text.</summary>
    Markdown,

    /// <summary>HTML in UTF-8.</summary>
    Html,

    /// <summary>Office Open XML text (Word).</summary>
    Docx,
}

internal static class DocumentFormats
{
    public const string Accepted = "txt, md, html and docx";

    public static string ToName(this DocumentFormat format) => format switch
    {
        DocumentFormat.Markdown => "md",
        DocumentFormat.Html => "html",
        DocumentFormat.Docx => "docx",
        _ => "txt",
    };

    public static DocumentFormat FromName(string name) => name switch
    {
        "md" => DocumentFormat.Markdown,
        "html" => DocumentFormat.Html,
        "docx" => DocumentFormat.Docx,
        _ => DocumentFormat.Text,
    };
}
