namespace Infra.Systems;

/// <summary>What images with a Python interpreter, but without wget or curl, have in common.</summary>
internal static class Python
{
    /// <summary>Asks an address and fails where the answer is no success.</summary>
    public static ImmutableArray<string> AsksForHealth => ["python", "-c", "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=3)", "{url}"];
}
