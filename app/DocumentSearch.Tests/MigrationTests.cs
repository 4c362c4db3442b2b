using DocumentSearch.Migrations;

namespace DocumentSearch.Tests;

public sealed class MigrationTests
{
    private static readonly Migration First = Migration.Parse("0001_expand_a.sql", "SELECT 1");
    private static readonly Migration Second = Migration.Parse("0002_contract_a.sql", "SELECT 2");

    [Fact]
    public void The_embedded_migrations_are_numbered_without_gaps_and_begin_with_the_extension()
    {
        var migrations = Migration.Embedded();
        Assert.Equal(Enumerable.Range(1, migrations.Count), migrations.Select(migration => migration.Version));
        Assert.Contains("CREATE EXTENSION IF NOT EXISTS vector", migrations[0].Sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1_expand_a.sql")]
    [InlineData("0001_a.sql")]
    [InlineData("0001_expand_.sql")]
    [InlineData("0001_remove_a.sql")]
    public void Another_name_is_refused(string name) => Assert.Throws<FormatException>(() => Migration.Parse(name, ""));

    [Fact]
    public void Two_files_of_one_version_are_refused()
        => Assert.Throws<FormatException>(() => Migration.Order([First, Migration.Parse("0001_expand_b.sql", "")]));

    [Fact]
    public void Line_ends_do_not_change_the_checksum()
        => Assert.Equal(Migration.Parse("0001_expand_a.sql", "a\nb").Checksum, Migration.Parse("0001_expand_a.sql", "a\r\nb").Checksum);

    [Fact]
    public void A_missing_expand_migration_makes_the_schema_unusable_and_a_missing_contract_does_not()
    {
        Assert.False(MigrationRunner.Compare([First, Second], new Dictionary<int, string>()).IsUsable);
        var state = MigrationRunner.Compare([First, Second], new Dictionary<int, string> { [1] = First.Checksum });
        Assert.True(state.IsUsable);
        Assert.Equal([Second], state.PendingContracts);
    }

    [Fact]
    public void A_changed_migration_is_noticed()
        => Assert.Equal([First.Name], MigrationRunner.Compare([First], new Dictionary<int, string> { [1] = "other" }).Changed);

    [Fact]
    public void Migrations_of_a_newer_version_do_no_harm()
        => Assert.True(MigrationRunner.Compare([First], new Dictionary<int, string> { [1] = First.Checksum, [9] = "newer" }).IsUsable);
}
