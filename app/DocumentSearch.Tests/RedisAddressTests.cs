using DocumentSearch.Storage;

namespace DocumentSearch.Tests;

public sealed class RedisAddressTests
{
    [Theory]
    [InlineData("redis://redis.example.com", "redis.example.com", 6379, 0, "", false)]
    [InlineData("redis://:p%40ss@redis.example.com:6380/3", "redis.example.com", 6380, 3, "p@ss", false)]
    [InlineData("rediss://default:secret@redis.example.com:25061", "redis.example.com", 25061, 0, "secret", true)]
    public void A_DSN_is_read(string dsn, string host, int port, int database, string password, bool tls)
    {
        Assert.True(RedisAddress.TryParse(dsn, out var address));
        Assert.Equal(new RedisAddress(host, port, database, password, tls), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("redis.example.com:6379")]
    [InlineData("http://redis.example.com")]
    [InlineData("redis://redis.example.com/first")]
    [InlineData("redis://somebody:secret@redis.example.com")]
    public void Anything_else_is_refused(string dsn) => Assert.False(RedisAddress.TryParse(dsn, out _));
}
