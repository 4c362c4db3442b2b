using Infra.Settings;

namespace Infra.Tests.Settings;

public sealed class ReferencePageTests
{
    [Fact]
    public void The_reference_page_lists_the_catalogue()
    {
        var page = File.ReadAllText(Path.Combine(Plans.Repository, "docs", "configuration.md"));
        Assert.True(
            page.EndsWith(SettingsReference.Markdown(), StringComparison.Ordinal),
            "docs/configuration.md is stale; put the output of 'dotnet run --project Infra -- settings' below its introduction");
    }
}
