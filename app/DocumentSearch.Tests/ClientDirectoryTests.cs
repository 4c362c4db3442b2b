using DocumentSearch.Http;

namespace DocumentSearch.Tests;

public sealed class ClientDirectoryTests
{
    private static readonly ApiClient Generated = new("generated", ClientRole.Reader, SecretHash.Create("secret", 1_000));
    private static readonly ApiClient Chosen = new("chosen", ClientRole.Writer, SecretHash.Create("secret", 3_000));

    [Theory]
    [InlineData("generated", "secret", true)]
    [InlineData("generated", "wrong", false)]
    [InlineData("chosen", "secret", true)]
    [InlineData("chosen", "wrong", false)]
    [InlineData("nobody", "secret", false)]
    [InlineData("", "secret", false)]
    public void Whoever_is_asked_for_the_work_is_the_same(string id, string secret, bool found)
    {
        var iterations = 0;
        var directory = new ClientDirectory([Generated, Chosen], (text, salt, count) =>
        {
            iterations += count;
            return SecretHash.Derive(text, salt, count);
        });

        Assert.Equal(found ? id : null, directory.Find(id, secret)?.Id);
        Assert.Equal(3_000, iterations);
    }

    [Fact]
    public void A_list_of_generated_secrets_costs_what_one_of_them_costs()
    {
        var iterations = 0;
        var directory = new ClientDirectory([Generated], (text, salt, count) =>
        {
            iterations += count;
            return SecretHash.Derive(text, salt, count);
        });

        Assert.Null(directory.Find("nobody", "secret"));
        Assert.Equal(1_000, iterations);
    }

    [Fact]
    public void Without_clients_nobody_is_found() => Assert.Null(new ClientDirectory([]).Find("nobody", "secret"));
}
