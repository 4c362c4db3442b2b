using System.CommandLine;
using DocumentSearch.Commands;
using DocumentSearch.Configuration;
using DocumentSearch.Dependencies;
using DocumentSearch.Http;
using DocumentSearch.Queue;

// Before anything else: it is started for each document, and what the other commands need would be waited for each time.
if (args is [ExtractCommand.Name, .. var extraction])
    return ExtractCommand.Run(extraction);

var queues = new Option<string[]>("--queues")
{
    Description = $"Queues to take jobs from, separated by commas: {string.Join(", ", QueueName.Every)}.",
    CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
};
var every = new Option<bool>("--all") { Description = "Take jobs from every queue." };
var name = new Option<string>("--name")
{
    Description = "Name of this worker, unique among those that run at the same time. Default: host name and process id.",
    DefaultValueFactory = _ => $"{Environment.MachineName}-{Environment.ProcessId}",
};
var verify = new Option<bool>("--verify") { Description = "Change nothing; exit with 1 when a migration is missing or was changed." };
var contract = new Option<bool>("--contract") { Description = "Also apply migrations that remove what only older versions use." };
var urls = new Option<Uri[]>("--url")
{
    Description = "Addresses to ask; may be given several times. Default: http://127.0.0.1:PORT/health.",
    CustomParser = result =>
    {
        var addresses = new List<Uri>();
        foreach (var token in result.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                addresses.Add(address);
            else
                result.AddError($"{token.Value} is not an http or https address.");
        }

        return [.. addresses];
    },
};
var iterations = new Option<int>("--iterations") { Description = $"PBKDF2 iterations: 1000 for generated secrets, {SecretHash.IterationsForChosenSecrets} for those that people choose.", DefaultValueFactory = _ => SecretHash.DefaultIterations };
var json = new Option<bool>("--json") { Description = "Print JSON instead of a Markdown table." };

queues.Validators.Add(result =>
{
    foreach (var unknown in (result.GetValueOrDefault<string[]>() ?? []).Except(QueueName.Every))
        result.AddError($"There is no queue {unknown}; choose from {string.Join(", ", QueueName.Every)}.");
});

var api = new Command("api", "Serve the API and the search page.");
api.SetAction((_, cancellation) => WithSettingsAsync(ServiceRole.Api, async settings =>
{
    await ApiCommand.RunAsync(settings, cancellation);
    return 0;
}));

var worker = new Command("worker", "Take jobs from queues.") { queues, every, name };
worker.Validators.Add(result =>
{
    if (!result.GetValue(every) && (result.GetValue(queues) ?? []).Length == 0)
        result.AddError("Say which queues: --queues document_processing,cleanup_tasks, or --all.");
});
worker.SetAction((result, cancellation) => WithSettingsAsync(ServiceRole.Worker, async settings =>
{
    var taken = result.GetValue(every) ? QueueName.Every : result.GetValue(queues)!;
    await WorkerCommand.RunAsync(settings, new WorkerOptions(result.GetValue(name)!, taken), cancellation);
    return 0;
}));

var migrate = new Command("migrate", "Bring the database schema to this version and register the embedding model.") { verify, contract };
migrate.SetAction((result, cancellation) => WithSettingsAsync(
    ServiceRole.Migrate,
    settings => MigrateCommand.RunAsync(settings, result.GetValue(verify), result.GetValue(contract), cancellation)));

var healthcheck = new Command("healthcheck", "Ask a running service whether it is healthy; exits with 1 when not.") { urls };
healthcheck.SetAction((result, cancellation) =>
{
    var port = Environment.GetEnvironmentVariable(SettingCatalogue.Port.Name) is { Length: > 0 } set ? set : SettingCatalogue.Port.Default;
    return HealthcheckCommand.RunAsync(result.GetValue(urls) is { Length: > 0 } given ? given : [new Uri($"http://127.0.0.1:{port}/health")], cancellation);
});

var hashSecret = new Command("hash-secret", "Read a secret from standard input and print its hash for API_CLIENTS.") { iterations };
hashSecret.SetAction(result => HashSecretCommand.Run(result.GetValue(iterations)));

var deadJobIds = new Argument<string[]>("ID") { Description = "Jobs, as dead-jobs list shows them.", Arity = ArgumentArity.ZeroOrMore };
var allDeadJobs = new Option<bool>("--all") { Description = "Every dead job there is now." };
Command DeadJobs(string verb, string description, DeadJobsCommand.Act act)
{
    var command = new Command(verb, description);
    if (act != DeadJobsCommand.Act.List)
    {
        command.Arguments.Add(deadJobIds);
        command.Options.Add(allDeadJobs);
        command.Validators.Add(result =>
        {
            var given = result.GetValue(deadJobIds) ?? [];
            if (result.GetValue(allDeadJobs) == given.Length > 0)
                result.AddError($"Say which jobs, or --all: document-search dead-jobs {verb} {QueueName.DocumentProcessing}/1767225600000-0");
            foreach (var wrong in given.Where(id => !DeadJobId.TryParse(id, out _)))
                result.AddError($"{wrong} is not QUEUE/ENTRY; document-search dead-jobs list shows them.");
        });
    }

    command.SetAction((result, cancellation) => WithSettingsAsync(ServiceRole.Worker, settings => DeadJobsCommand.RunAsync(
        settings,
        act,
        act == DeadJobsCommand.Act.List ? [] : [.. (result.GetValue(deadJobIds) ?? []).Select(id => DeadJobId.TryParse(id, out var parsed) ? parsed : default)],
        cancellation)));
    return command;
}

var deadJobs = new Command("dead-jobs", "Jobs that were given up.")
{
    DeadJobs("list", "Print them, the newest first.", DeadJobsCommand.Act.List),
    DeadJobs("requeue", "Put them back into their queues, with all their attempts.", DeadJobsCommand.Act.Requeue),
    DeadJobs("remove", "Remove them for good; their documents stay failed.", DeadJobsCommand.Act.Remove),
};

var settingsCommand = new Command("settings", "Print every environment variable the service reads.") { json };
settingsCommand.SetAction(result => SettingsCommand.Run(result.GetValue(json)));

var root = new RootCommand("Document search: one program for the API, the workers and the schema.") { api, worker, migrate, healthcheck, deadJobs, hashSecret, settingsCommand };
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static async Task<int> WithSettingsAsync(ServiceRole role, Func<ServiceSettings, Task<int>> run)
{
    ServiceSettings settings;
    try
    {
        settings = ServiceSettings.Load(EnvironmentReader.ForProcess(role), role);
    }
    catch (ConfigurationException exception)
    {
        Console.Error.WriteLine($"The configuration has {exception.Mistakes.Count} mistake(s):");
        foreach (var mistake in exception.Mistakes)
            Console.Error.WriteLine($"  {mistake}");
        Console.Error.WriteLine("Print every variable with: document-search settings");
        return ConfigurationException.ExitCode;
    }

    try
    {
        return await run(settings);
    }
    catch (Exception exception) when (exception is Npgsql.NpgsqlException or DependencyUnavailableException or InvalidOperationException or IOException)
    {
        // A sentence for the operator instead of a stack trace; the type helps to search for it.
        Console.Error.WriteLine($"{exception.GetType().Name}: {exception.Message}");
        return 1;
    }
}
