namespace Infra.Reports;

/// <summary>Files of the page that are part of the program.</summary>
internal static class StaticFile
{
    /// <summary>The text of a file in <c>Infra/Reports/Page</c>.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(StaticFile).Assembly.GetManifestResourceStream($"Infra.Reports.Page.{name}")
            ?? throw new FileNotFoundException($"the program was built without Infra/Reports/Page/{name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
