using Infra.Costs;
using Infra.Settings;

namespace Infra.Tests.Costs;

public sealed class PriceBookTests
{
    [Fact]
    public void Every_price_says_where_and_when_it_was_read() => Assert.All(PriceBook.All, price =>
    {
        Assert.NotEmpty(price.Source);
        Assert.NotEmpty(price.Date);
        Assert.NotEmpty(price.Unit);
        Assert.True(price.Amount >= 0, price.Item);
    });

    [Fact]
    public void No_item_is_listed_twice() => Assert.Equal(PriceBook.All.Length, PriceBook.All.Select(price => price.Item).Distinct().Count());

    [Fact]
    public void Every_size_that_can_be_set_has_a_price()
    {
        Assert.All(ServerSizes.Droplets, size => PriceBook.Of($"do-droplet:{size.Slug}"));
        Assert.All(ServerSizes.Databases, size => PriceBook.Of($"do-pg:{size.Slug}"));
    }

    [Fact]
    public void An_item_that_is_not_listed_is_an_error_and_not_free() =>
        Assert.Contains("do-droplet:huge", Assert.Throws<KeyNotFoundException>(() => PriceBook.Of("do-droplet:huge")).Message, StringComparison.Ordinal);
}
