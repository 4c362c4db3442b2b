using System.Globalization;
using k8s.Models;

namespace Infra.Facts.Cluster;

/// <summary>Numbers of instances that the API takes as a number or as a share of all.</summary>
internal static class Share
{
    /// <summary>How many instances are meant.</summary>
    /// <param name="value">A number, or a percentage with its sign; null for the default.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="roundUp">Whether a part of an instance counts as one: it does for what comes in addition, and for what has to
    /// stay.</param>
    /// <param name="byDefault">What the API takes where nothing is said.</param>
    public static int Of(IntOrString? value, int all, bool roundUp, string byDefault)
    {
        var text = value?.Value ?? byDefault;
        if (!text.EndsWith('%'))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        var part = double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? percent * all / 100 : 0;
        return (int)(roundUp ? Math.Ceiling(part) : Math.Floor(part));
    }

    /// <summary>How many instances of a Deployment may be missing while it is replaced.</summary>
    /// <param name="deployment">The Deployment.</param>
    public static int MissingInRollout(V1Deployment deployment)
    {
        var replicas = deployment.Spec?.Replicas ?? 1;
        return deployment.Spec?.Strategy?.Type == "Recreate" ? replicas
            : Math.Min(replicas, Of(deployment.Spec?.Strategy?.RollingUpdate?.MaxUnavailable, replicas, roundUp: false, "25%"));
    }

    /// <summary>How many of some instances a disruption budget lets go at once.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="replicas">How many there are.</param>
    public static int Evictable(V1PodDisruptionBudget budget, int replicas) =>
        budget.Spec is { MinAvailable: { } least } ? replicas - Of(least, replicas, roundUp: true, "0")
            : budget.Spec is { MaxUnavailable: { } most } ? Math.Min(replicas, Of(most, replicas, roundUp: true, "0")) : replicas;
}
