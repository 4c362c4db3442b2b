namespace Infra.Tests;

public sealed class InvocationTests
{
    [Theory]
    [InlineData("/home/ana/.dotnet/tools/infra", "infra")]
    [InlineData("/usr/share/dotnet/dotnet", "dotnet infra")]
    public void A_tool_names_itself(string process, string words)
    {
        using var directory = new StackDirectory("");
        File.WriteAllText(Path.Combine(directory.Path, "DotnetToolSettings.xml"), "<DotNetCliTool />");
        Assert.Equal(words, Invocation.Words(directory.Path, process));
    }

    [Fact]
    public void The_project_names_what_starts_it() => Assert.Equal("dotnet run --project Infra --", Invocation.Program);
}
