using Infra.Facts;
using Infra.Facts.Files;

namespace Infra.Policies;

/// <summary>A policy that a file breaks.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Place">Where the object or the directive stands.</param>
/// <param name="Subject">What is meant: kind and name of an object; empty where the place says all.</param>
/// <param name="Problem">What is wrong with it.</param>
internal sealed record FileFinding(Policy Policy, FilePlace Place, string Subject, string Problem);

/// <summary>What the policies say of files.</summary>
/// <param name="Findings">Broken policies, in the order of the files.</param>
/// <param name="Files">How many files were read.</param>
/// <param name="Subjects">How many pods, containers and nginx directives were judged in them.</param>
internal sealed record FileVerdict(ImmutableArray<FileFinding> Findings, int Files, int Subjects);

/// <summary>Checks files that this program did not write, by the rules that it keeps itself (POL-06): Kubernetes manifests, Compose
/// projects and nginx configurations.</summary>
internal static class FileGate
{
    /// <summary>Policies that are asked of files.</summary>
    public static ImmutableArray<Policy> Policies { get; } = [.. PodRules.Pods, .. ComposeRules.Single, .. NginxRules.Configurations];

    /// <summary>Checks files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="profile">Only what this profile of the Pod Security Standards asks for; null for every policy.</param>
    public static FileVerdict Check(IEnumerable<ConfigurationFile> files, PodSecurityProfile? profile)
    {
        var findings = ImmutableArray.CreateBuilder<FileFinding>();
        var (read, subjects) = (0, 0);
        foreach (var file in files)
        {
            read++;
            switch (file)
            {
                case ManifestFile manifests:
                    foreach (var pod in manifests.Pods)
                    {
                        subjects++;
                        findings.AddRange(from rule in PodRules.Pods
                                          let problem = profile is { } asked ? rule.Problem(pod.Pod, asked) : rule.Problem(pod.Pod)
                                          where problem.Length > 0
                                          select new FileFinding(rule, new(file.Path, pod.Line),
                                              $"{pod.Pod.Owner.Kind} {pod.Pod.Owner.Name}", problem));
                    }

                    break;
                case ComposeFile project when profile is null:
                    subjects += project.Containers.Length;
                    findings.AddRange(from one in project.Containers
                                      from rule in ComposeRules.Single
                                      let problem = rule.Problem(one.Container)
                                      where problem.Length > 0
                                      select new FileFinding(rule, one.Place, $"container {one.Container.Name}", problem));
                    break;
                case NginxFile edge when profile is null:
                    subjects += edge.Root.Descendants.Count() - 1;
                    findings.AddRange(from rule in NginxRules.Configurations
                                      from found in rule.Check(edge.Root)
                                      select new FileFinding(rule, found.Place, "", found.Problem));
                    break;
            }
        }

        return new(findings.ToImmutable(), read, subjects);
    }
}
