using Infra.Facts;

namespace Infra.Tests.Facts;

public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("shop", "shop", "", "")]
    [InlineData("registry.example.com:5000/team/shop", "registry.example.com:5000/team/shop", "", "")]
    [InlineData("registry.example.com:5000/team/shop:1.4.2", "registry.example.com:5000/team/shop", "1.4.2", "")]
    [InlineData("shop:1.4.2@sha256:abc", "shop", "1.4.2", "sha256:abc")]
    public void A_reference_is_taken_apart(string text, string repository, string tag, string digest) =>
        Assert.Equal(new ImageReference(repository, tag, digest), ImageReference.Parse(text));

    [Theory]
    [InlineData("shop:1.4.2")]
    [InlineData("shop:v1.4.2-alpine3.23")]
    [InlineData("shop:2026-11-28")]
    [InlineData("shop:0.8.6-pg18-bookworm")]
    [InlineData("shop:3f9c2ab81e04")]
    [InlineData("shop@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void What_names_one_version_is_pinned(string text) => Assert.True(ImageReference.Parse(text).IsPinned);

    [Theory]
    [InlineData("shop")]
    [InlineData("registry.example.com:5000/shop")]
    [InlineData("shop:latest")]
    [InlineData("shop:LATEST")]
    [InlineData("shop:latest-alpine")]
    [InlineData("shop:stable")]
    [InlineData("shop:1")]
    [InlineData("shop:1.4")]
    [InlineData("shop:v2")]
    [InlineData("shop:18-alpine")]
    [InlineData("shop:main")]
    [InlineData("shop:")]
    [InlineData("shop@sha256:short")]
    [InlineData("shop:1.4.2@sha256:9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    public void What_moves_is_not(string text) => Assert.False(ImageReference.Parse(text).IsPinned);
}
