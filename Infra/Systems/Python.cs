namespace Infra.Systems;

/// <summary>What images with a Python interpreter, but without wget or curl, have in common.</summary>
internal static class Python
{
    /// <summary>Asks one or more addresses and fails where an answer is no success, or does not come within three seconds.</summary>
    public static ImmutableArray<string> AsksForHealth => Within(TimeSpan.FromSeconds(3));

    /// <summary>Asks one or more addresses and fails where an answer is no success, or does not come in time.</summary>
    /// <param name="time">Time for each answer, in whole seconds.</param>
    public static ImmutableArray<string> Within(TimeSpan time) =>
        ["python", "-c", $"import sys, urllib.request; [urllib.request.urlopen(url, timeout={(int)time.TotalSeconds}) for url in sys.argv[1:]]", "{url}"];
}
