namespace DocumentSearch.IntegrationTests;

/// <summary>A word of its own for each document, far from the others for the stemmers.</summary>
public static class Words
{
    public static string Of(int number) => string.Concat($"{number:0000}".Select(digit => "bcdfghjklm"[digit - '0'] + "o")) + "x";
}
