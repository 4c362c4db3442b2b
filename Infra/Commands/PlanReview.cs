using Infra.Costs;
using Infra.Planning;
using Infra.Policies;
using Infra.Reports;
using Infra.Settings;

namespace Infra.Commands;

/// <summary>A plan with what policies and prices say of it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Verdict">What the policies say.</param>
/// <param name="Estimate">What it costs.</param>
internal sealed record PlanReview(Plan Plan, Verdict Verdict, CostEstimate Estimate)
{
    /// <summary>The review as it may be shown, saved and compared.</summary>
    public PlanDocument Document => PlanDocument.Of(Plan, Verdict, Estimate);

    /// <summary>Plans a stack, checks and prices it.</summary>
    public static async Task<PlanReview> OfAsync(StackSettings settings)
    {
        var plan = await PlanRecorder.RecordAsync(settings);
        return new(plan, PolicyGate.Check(plan, DateOnly.FromDateTime(DateTime.UtcNow)), CostEstimator.Estimate(plan));
    }
}
