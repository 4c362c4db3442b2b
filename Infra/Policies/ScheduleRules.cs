using Infra.Facts;
using Infra.Facts.Host;
using Infra.Facts.Schedules;
using Infra.Planning;
using Infra.Systems;

namespace Infra.Policies;

/// <summary>What is done by the clock, and what a server does when it starts (PL-13, ED-01, DS-04).</summary>
internal static class ScheduleRules
{
    /// <summary>Pauses from which on a time that was missed is worth making up for: what comes more often comes soon anyway.</summary>
    private static readonly TimeSpan WorthMakingUp = TimeSpan.FromHours(1);

    private static readonly TimeSpan LeastSpread = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastDeadline = TimeSpan.FromMinutes(10);

    public static ImmutableArray<Rule> All { get; } =
    [
        new()
        {
            Id = "SCH-01",
            Title = "What a server has to do by the clock is done often enough",
            Scope = Scope.Server,
            Why = "A backup, a renewal or a look at one's own health that nobody starts is missed when it is needed (PL-13, ED-01, DS-04; "
                + "systemd.timer(5))",
            Remedy = "Make a timer whose OnCalendar comes round in time, and a service of its name whose ExecStart runs the command of "
                + "bin/",
            Judge = plan => from work in WorkOf(plan)
                            let timers = PlanFacts.Of(plan).Units.Started.Where(started => Does(plan, started.Service, work)).ToArray()
                            let problem = timers.Length == 0 ? "is started by no timer"
                                : timers.All(started => !started.Timer.IsStartedAtBoot) ? "is started by a timer that nothing starts"
                                : timers.Min(started => started.Timer.LongestGap + started.Timer.Delay) is not { } pause
                                    ? "never comes round"
                                : pause > work.Within ? "comes round too seldom" : ""
                            select new Subject(work.Name, problem),
        },
        new()
        {
            Id = "SCH-02",
            Title = "Timers start with the server, come round, and make up for what they missed",
            Scope = Scope.Server,
            Why = "A timer that nothing wants is off after the next start, and a server that was off at two in the morning has no "
                + "backup of that night (PL-13; systemd.timer(5), Persistent=)",
            Remedy = "Set WantedBy to timers.target, OnCalendar to times that come, Persistent to true, and RandomizedDelaySec below the "
                + "time between two of them: a minute or more for what asks Let's Encrypt",
            Judge = plan => from timer in PlanFacts.Of(plan).Units.Timers
                            let problem = Problem(plan, timer)
                            select new Subject(timer.Name, problem),
        },
        new()
        {
            Id = "SCH-03",
            Title = "What timers start is given the time it needs, and an end",
            Scope = Scope.Server,
            Why = "A oneshot has no end unless it is given one, and while it hangs its timer starts nothing (systemd.service(5), "
                + "TimeoutStartSec=)",
            Remedy = "Set TimeoutStartSec to less than the time from one start to the next, and to what the work takes at its worst",
            Judge = plan => from started in PlanFacts.Of(plan).Units.Started
                            let work = WorkOf(plan).FirstOrDefault(work => Does(plan, started.Service, work))
                            let problem = started.Service.TimeLimit is not { } limit ? "may run for ever"
                                : limit > started.Timer.ShortestGap ? "may run until after its next start"
                                : limit < work?.Takes ? "is ended before its work can be done" : ""
                            select new Subject(started.Service.Name, problem),
        },
        new()
        {
            Id = "SCH-04",
            Title = "What timers start is kept from what it does not need, and fails aloud",
            Scope = Scope.Server,
            Why = "It runs as root: what it runs must not gain more, nor read and write what people keep on the server (PL-07; NIST SP "
                + "800-123; systemd.exec(5), Sandboxing)",
            Remedy = "Set NoNewPrivileges and PrivateTmp to yes and ProtectHome to read-only, tmpfs or yes; leave the - before "
                + "commands out",
            Judge = plan => from started in PlanFacts.Of(plan).Units.Started
                            let service = started.Service
                            let problem = !service.KeepsPrivileges ? "may gain privileges"
                                : !service.HasOwnTemporaryFiles ? "shares its temporary files with everybody"
                                : !service.LeavesHomesAlone ? "may write to the homes of people"
                                : service.Commands.Any(command => command.IgnoresFailure) ? "ends well even when it fails" : ""
                            select new Subject(service.Name, problem),
        },
        new()
        {
            Id = "SCH-05",
            Title = "Addresses that are kept away stay away when a server starts again",
            Scope = Scope.Server,
            Why = "Rules of the kernel are gone after a restart; what is open until somebody thinks of them is open to those they are "
                + "about (PL-08; systemd.special(7), network-pre.target)",
            Remedy = "Make a oneshot service, wanted at boot, that runs bin/block --apply and comes before network-pre.target, which it "
                + "wants, and before docker.service, with DefaultDependencies off",
            Judge = plan => plan.Settings.Topology == Topology.Droplet ? [new("block", Unblocked(plan))] : [],
        },
        new()
        {
            Id = "SCH-06",
            Title = "CronJobs start late rather than never, at a time that is said, and leave a trace",
            Scope = Scope.Kubernetes,
            Why = "Without a deadline a CronJob that missed a hundred starts is given up, without a zone its hours are those of the "
                + "control plane, and without history nobody sees why it failed (Kubernetes, CronJob)",
            Remedy = "Set startingDeadlineSeconds from 600 to the time between two starts, timeZone, and both history limits to 1 or more",
            Judge = plan => from job in PlanFacts.Of(plan).Cluster.CronJobs
                            let spec = job.Content.Spec
                            let times = Recurrence.OfCron(spec?.Schedule ?? "")
                            let problem = spec?.StartingDeadlineSeconds is not { } deadline ? "has no deadline for late starts"
                                : deadline < LeastDeadline.TotalSeconds || deadline > times?.ShortestGap?.TotalSeconds
                                    ? "is started too late, or not at all, when it is late"
                                : string.IsNullOrEmpty(spec.TimeZone) ? "does not say in which time zone its hours are"
                                : spec.SuccessfulJobsHistoryLimit == 0 || spec.FailedJobsHistoryLimit == 0 ? "leaves no trace" : ""
                            select new Subject(job.Resource.Name, problem),
        },
        new()
        {
            Id = "SCH-07",
            Title = "By the clock runs what is declared to, and nothing else",
            Scope = Scope.Kubernetes,
            Why = "A CronJob that is there to be copied by hand writes an old backup over the present data when the clock starts it "
                + "(PL-13; Kubernetes, CronJob, schedule suspension)",
            Remedy = "Set suspend to true for every CronJob but the backup and the restore drill",
            Judge = plan => from job in PlanFacts.Of(plan).Cluster.CronJobs
                            select new Subject(job.Resource.Name, job.Content.Spec?.Suspend != true
                                && DeclaredWork.Of(plan.Settings).All(work => work.Name != job.Resource.Name) ? "runs by the clock" : ""),
        },
    ];

    private static IEnumerable<DeclaredWork> WorkOf(Plan plan) =>
        plan.Settings.Topology == Topology.Droplet ? DeclaredWork.OnServer(plan.Settings) : [];

    private static string Root(Plan plan) => $"/opt/{plan.Settings.System.Name}";

    private static bool Does(Plan plan, HostService service, DeclaredWork work) => service.Commands.Any(command =>
        command.FileBelow(Root(plan)) == $"bin/{work.Name}" && (work.Argument.Length == 0 || command.Words.Contains(work.Argument)));

    private static string Problem(Plan plan, HostTimer timer)
    {
        var units = PlanFacts.Of(plan).Units;
        return !units.Services.TryGetValue(timer.Service, out var service) ? $"starts {timer.Service}, which is not there"
            : service.Commands.All(command => command.FileBelow(Root(plan)).Length == 0)
                ? $"starts {timer.Service}, which runs nothing of this server"
            : !timer.IsStartedAtBoot ? "is started by nothing"
            : timer.LongestGap is not { } pause ? "never comes round"
            : timer.Delay > TimeSpan.Zero && timer.Delay >= timer.ShortestGap ? "may be later than its next time"
            : !timer.IsPersistent && pause >= WorthMakingUp ? "does not make up for what it missed"
            : timer.Delay < LeastSpread && WorkOf(plan).Any(work => work.IsSpread && Does(plan, service, work))
                ? "comes at the same moment as everybody else" : "";
    }

    private static string Unblocked(Plan plan)
    {
        var service = PlanFacts.Of(plan).Units.Services.Values.FirstOrDefault(service => service.Commands.Any(command =>
            command.FileBelow(Root(plan)) == "bin/block" && command.Words.Contains("--apply")));
        return service is null ? "is run by no service when the server starts"
            : !service.Unit.Words("Install", "WantedBy").Concat(service.Unit.Words("Install", "RequiredBy")).Any(target =>
                target is "multi-user.target" or "sysinit.target" or "basic.target" or "network-pre.target" or "default.target")
                ? "is wanted by nothing that a server starts with"
            : !service.IsAwaited ? "is not waited for: only a oneshot is"
            : UnitValue.Flag(service.Unit.Value("Unit", "DefaultDependencies")) != false ? "comes after the network by default"
            : new[] { "network-pre.target", "docker.service" }.Except(service.Unit.Words("Unit", "Before")).FirstOrDefault() is { } late
                ? $"does not come before {late}"
            : !service.Unit.Words("Unit", "Wants").Concat(service.Unit.Words("Unit", "Requires")).Contains("network-pre.target")
                ? "does not want network-pre.target, which then orders nothing"
            : service.Commands.Any(command => command.IgnoresFailure) ? "ends well even when it fails" : "";
    }
}
