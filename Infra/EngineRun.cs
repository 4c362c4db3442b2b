using Infra.Planning;
using Infra.Policies;
using Infra.Settings;
using Pulumi;

namespace Infra;

/// <summary>What happens under <c>pulumi preview</c> and <c>pulumi up</c>: the plan is computed in process and checked first,
/// so that a wrong setting or a broken policy stops the run before the engine has got a single resource. What can only be told from the
/// stack's state, <see cref="StateGate"/> tells.</summary>
internal static class EngineRun
{
    /// <summary>What tells the engine that all was said: with any other code it adds that an unhandled error occurred. The code of <c>pulumi</c> itself is 1.
    /// Source: pulumi/pulumi, sdk/dotnet, "processExitedAfterLoggingUserActionableMessage".</summary>
    internal const int Explained = 32;

    /// <summary>Checks the stack and hands it to the engine.</summary>
    /// <returns>0 where all went well, <see cref="Explained"/> where settings or policies refused, else what the engine's run returned.</returns>
    public static async Task<int> RunAsync()
    {
        try
        {
            var stack = Environment.GetEnvironmentVariable("PULUMI_STACK") ?? "";
            var plan = await PlanRecorder.RecordAsync(stack, () => SettingsLoader.Load(new EngineConfiguration()));
            var verdict = PolicyGate.Check(plan, DateOnly.FromDateTime(DateTime.UtcNow));
            foreach (var finding in verdict.Findings)
            {
                await Console.Error.WriteLineAsync(finding.ToString());
            }

            if (verdict.Refused)
            {
                await Console.Error.WriteLineAsync($"error: policies refuse the plan, violations: {verdict.Violations}; nothing was sent to the engine");
                return Explained;
            }
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync($"error: the configuration is wrong, mistakes: {e.Mistakes.Length}; nothing was sent to the engine");
            await Console.Error.WriteLineAsync(e.Message);
            return Explained;
        }

        try
        {
            return await Deployment.RunAsync<PlatformStack>(new StateGate());
        }
        catch (InvalidOperationException e)
        {
            // Not the program's fault but the way it was built or started: the message says what to type.
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return Explained;
        }
    }
}
