using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Infra.Planning;
using Infra.Settings;

namespace Infra.Tests.Settings;

/// <summary>Random stack files are accepted, or refused with a message that names the key or the place: no crash, no hang.</summary>
[Collection(nameof(Alone))]
public sealed class RandomStackFilesTests
{
    private const int Files = 10_000;
    private const int Plans = 20; // One or two of a hundred files are accepted.

    // A file is read in well under a millisecond; a build machine may pause.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    [Fact]
    public void Ten_thousand_files_are_accepted_or_refused_with_their_keys()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        var (accepted, refused) = (0, 0);
        Prop.ForAll(RandomStackFiles.Any, file =>
        {
            var mistakes = Load(directory, file);
            _ = mistakes.IsEmpty ? accepted++ : refused++;
            return mistakes.All(Explains);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Files));
        Assert.Equal(Files, accepted + refused);
        Assert.True(accepted > 100 && refused > 100, $"{accepted} accepted, {refused} refused: the generator makes files of one kind only");
    }

    [Fact]
    public void A_wrong_value_is_refused_with_its_key()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        Prop.ForAll(RandomStackFiles.WrongValue, wrong =>
        {
            var mistakes = Load(directory, StackDirectory.With($"{wrong.Key}: {wrong.Value}"));
            return mistakes.Any(mistake => mistake.Key == wrong.Key && mistake.ToString().Contains(wrong.Key, StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void What_is_accepted_can_be_planned()
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        var planned = 0;
        Prop.ForAll(RandomStackFiles.Any, file =>
        {
            if (planned < Plans && Load(directory, file).IsEmpty)
            {
                planned++;
                return PlanRecorder.RecordAsync(SettingsLoader.Load(StackFiles.Read(directory.Path, "dev"))).GetAwaiter().GetResult().Resources.Length > 10;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Files));
        Assert.Equal(Plans, planned);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void A_hundred_thousand_levels_are_refused_and_end_nothing(string level)
    {
        using var directory = new StackDirectory(StackDirectory.Good);
        var mistakes = Load(directory, $"config:\n  infra:region: {(level == "- " ? "\n    " : "")}{string.Concat(Enumerable.Repeat(level, 100_000))}");
        Assert.Contains("levels", Assert.Single(mistakes).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_stays_short_whatever_the_value()
    {
        var mistake = StackDirectory.MistakeOf($"infra:hostname: {new string('x', 10_000)}");
        Assert.Equal("infra:hostname", mistake.Key);
        Assert.InRange(mistake.ToString().Length, 50, 500);
    }

    private static bool Explains(Mistake mistake)
    {
        var line = mistake.ToString();
        return mistake.Rule.Length > 0 && (mistake.Key.Length > 0 ? line.Contains(mistake.Key, StringComparison.Ordinal) : line.StartsWith("Pulumi.dev.yaml", StringComparison.Ordinal));
    }

    private static ImmutableArray<Mistake> Load(StackDirectory directory, string file)
    {
        File.WriteAllText(Path.Combine(directory.Path, "Pulumi.dev.yaml"), file);
        var watch = Stopwatch.StartNew();
        try
        {
            SettingsLoader.Load(StackFiles.Read(directory.Path, "dev"));
            return [];
        }
        catch (SettingsException e)
        {
            return e.Mistakes;
        }
        finally
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Longest);
        }
    }
}
