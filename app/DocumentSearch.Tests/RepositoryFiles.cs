namespace DocumentSearch.Tests;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class RepositoryFiles
{
    public static string Find(string path)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var file = Path.Combine(directory.FullName, path);
            if (File.Exists(file))
                return file;
        }

        throw new FileNotFoundException($"{path} was not found above {AppContext.BaseDirectory}.");
    }
}
