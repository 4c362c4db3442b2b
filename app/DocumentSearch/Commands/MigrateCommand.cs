using DocumentSearch.Configuration;
using DocumentSearch.Embeddings;
using DocumentSearch.Migrations;
using DocumentSearch.Storage;

namespace DocumentSearch.Commands;

/// <summary><c>migrate</c>: brings the schema to this version, registers the embedding model, and verifies what it did.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync(ServiceSettings settings, bool verify, bool contract, CancellationToken cancellation)
    {
        // Two connections: one holds the lock, the other works.
        var connection = Database.ConnectionString(settings.Database with { MaxConnections = 2 });
        // Nobody waits for an answer here, and a pool may have to connect first.
        connection.Timeout = 30;
        await using var source = Npgsql.NpgsqlDataSource.Create(connection);
        var runner = new MigrationRunner(source, Migration.Embedded());
        if (verify)
            return await VerifyAsync(runner, cancellation);

        using var generator = ServiceRegistration.CreateGenerator(settings.Embeddings);
        var models = new EmbeddingModelRegistry(source, generator);
        var applied = await runner
            .ApplyAsync(contract, Console.WriteLine, () => models.ActivateAsync(Console.WriteLine, cancellation), cancellation);
        Console.WriteLine($"{applied} migrations were applied.");
        return await VerifyAsync(runner, cancellation);
    }

    private static async Task<int> VerifyAsync(MigrationRunner runner, CancellationToken cancellation)
    {
        var state = await runner.StateAsync(cancellation);
        foreach (var migration in state.Pending)
            Console.Error.WriteLine($"{migration.Name} is not applied; run: document-search migrate.");
        foreach (var name in state.Changed)
            Console.Error.WriteLine($"{name} was applied with another text; restore it and put the change into a new file.");
        foreach (var migration in state.PendingContracts)
            Console.WriteLine($"{migration.Name} waits for: document-search migrate --contract.");
        if (state.IsUsable)
            Console.WriteLine("The schema is up to date.");
        return state.IsUsable ? 0 : 1;
    }
}
