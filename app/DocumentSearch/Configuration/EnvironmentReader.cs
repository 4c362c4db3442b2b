using System.Globalization;

namespace DocumentSearch.Configuration;

/// <summary>Reads settings from environment variables or the files they name, and collects every mistake instead of stopping at the first.</summary>
/// <param name="role">The command that starts; settings of other commands are not asked for.</param>
/// <param name="variable">Returns the value of an environment variable, or null.</param>
/// <param name="readFile">Returns the text of a file; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
public sealed class EnvironmentReader(ServiceRole role, Func<string, string?> variable, Func<string, string> readFile)
{
    private readonly List<string> _mistakes = [];

    /// <summary>What is wrong, one sentence each, with the name of the variable and what is allowed. Values are never repeated.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>A reader of this process's environment.</summary>
    public static EnvironmentReader ForProcess(ServiceRole role) => new(role, Environment.GetEnvironmentVariable, File.ReadAllText);

    /// <summary>The text of a setting; empty when it is unset, has no default, or the command does not read it.</summary>
    public string Text(SettingDefinition setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if ((setting.Roles & role) == 0)
            return setting.Default ?? "";

        var fileVariable = setting.Name + "_FILE";
        var value = variable(setting.Name);
        var path = variable(fileVariable);
        if (!string.IsNullOrEmpty(path))
        {
            if (!string.IsNullOrEmpty(value))
            {
                Mistake($"{setting.Name} and {fileVariable} are both set; keep one of them.");
                return value;
            }

            try
            {
                value = readFile(path).TrimEnd('\r', '\n');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
            {
                Mistake($"{fileVariable} names a file that cannot be read ({exception.GetType().Name}); check the path and its permissions.");
                return setting.Default ?? "";
            }
        }

        if (!string.IsNullOrEmpty(value))
            return value;
        if (setting.Required)
            Mistake($"{setting.Name} is not set; set it or {fileVariable} ({setting.Allowed}).");
        return setting.Default ?? "";
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(SettingDefinition setting, int least, int most) => OptionalNumber(setting, least, most) ?? least;

    /// <summary>A whole number within bounds, or null when the setting is unset and has no default.</summary>
    public int? OptionalNumber(SettingDefinition setting, int least, int most)
    {
        var text = Text(setting);
        if (text.Length == 0)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Mistake($"{setting.Name} must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>One of the listed values, compared without regard to case and returned as listed.</summary>
    public string Choice(SettingDefinition setting, params string[] values)
    {
        var text = Text(setting);
        var match = values.FirstOrDefault(value => string.Equals(value, text, StringComparison.OrdinalIgnoreCase));
        if (match is not null)
            return match;
        Mistake($"{setting.Name} must be one of {string.Join(", ", values)}.");
        return values[0];
    }

    /// <summary>Entries separated by commas; empty entries are dropped.</summary>
    public IReadOnlyList<string> List(SettingDefinition setting)
        => Text(setting).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>An absolute http or https address, or null when unset.</summary>
    public Uri? Address(SettingDefinition setting)
    {
        var text = Text(setting);
        if (text.Length == 0)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;
        Mistake($"{setting.Name} must be an absolute http or https address.");
        return null;
    }

    /// <summary>Records a mistake of a setting that has more structure than a number or a choice.</summary>
    public void Mistake(string sentence) => _mistakes.Add(sentence);
}
