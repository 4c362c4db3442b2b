using Infra.Commands;

// The engine starts the program with the address of its monitor; a person starts it with a command.
return Environment.GetEnvironmentVariable("PULUMI_MONITOR") is { Length: > 0 }
    ? await Infra.EngineRun.RunAsync()
    : await CommandLine.RunAsync(args);
