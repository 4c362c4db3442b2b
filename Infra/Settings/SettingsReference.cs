using System.Text;

namespace Infra.Settings;

/// <summary>The catalogue of settings as people and the engine read it.</summary>
public static class SettingsReference
{
    /// <summary>The lines below <c>config:</c> in <c>Pulumi.yaml</c>. Secrets are left out: a declared key without a default is required of every stack.</summary>
    public static string PulumiYaml()
    {
        var yaml = new StringBuilder();
        foreach (var setting in SettingsCatalogue.All.Where(setting => !setting.Secret))
        {
            yaml.Append($"  {setting.Key}:\n    type: {setting.Type.ToString().ToLowerInvariant()}\n");
            if (setting.Type == SettingType.Array)
            {
                yaml.Append($"    items:\n      type: {setting.ItemType.ToString().ToLowerInvariant()}\n");
            }

            yaml.Append($"    description: {Quoted(setting.Description)}\n");
            if (!setting.Required)
            {
                yaml.Append($"    default: {(setting.Type == SettingType.String ? Quoted(setting.DefaultText) : setting.DefaultText)}\n");
            }
        }

        return yaml.ToString();
    }

    /// <summary>The reference as a table in Markdown.</summary>
    public static string Markdown()
    {
        var table = new StringBuilder("| key | type | default | what it decides |\n|---|---|---|---|\n");
        foreach (var setting in SettingsCatalogue.All)
        {
            var type = setting.Secret ? "secret" : setting.Type.ToString().ToLowerInvariant();
            var byDefault = setting.Required ? "required" : setting.DefaultText.Length > 0 ? $"`{setting.DefaultText}`" : "none";
            table.Append($"| `{setting.Key}` | {type} | {byDefault} | {setting.Description.Replace("|", "\\|")} |\n");
        }

        return table.ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
