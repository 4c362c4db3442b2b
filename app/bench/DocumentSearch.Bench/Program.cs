using System.CommandLine;
using System.Globalization;
using DocumentSearch.Bench;
using DocumentSearch.Configuration;
using DocumentSearch.Storage;

var queryFile = new Option<string>("--query-file") { Description = "Queries, one a line, ready for an address.", Required = true };
var chunks = new Option<int>("--chunks") { Description = "Chunks to fill the database with.", DefaultValueFactory = _ => 100_000 };
var queries = new Option<int>("--queries") { Description = "Queries to write or to ask.", DefaultValueFactory = _ => 200 };
var api = new Option<string>("--api") { Description = "Address of the API.", Required = true };
var token = new Option<string>("--token") { Description = "Token of a writer.", Required = true };
var documents = new Option<int>("--documents") { Description = "Documents to upload.", DefaultValueFactory = _ => 300 };

var seed = new Command("seed", "Fill the database and write queries.") { queryFile, chunks, queries };
seed.SetAction((result, _) =>
    Seeding.RunAsync(Connection(), result.GetValue(chunks), result.GetValue(queries), result.GetValue(queryFile)!));

var depth = new Option<int>("--depth")
{
    Description = "Candidates that the index considers; as many as the service asks for, unless told.",
    DefaultValueFactory = _ => int.Parse(SettingCatalogue.HnswEfSearch.Default!, CultureInfo.InvariantCulture),
};
var recall = new Command("recall", "Print recall@10 of the index against exact search.") { queryFile, queries, depth };
recall.SetAction(async (result, _) =>
    Print(await Recall.MeasureAsync(Connection(), result.GetValue(queryFile)!, result.GetValue(queries), result.GetValue(depth))));

var ingest = new Command("ingest", "Print documents a second from upload to ready.") { api, token, documents };
ingest.SetAction(async (result, _) =>
    Print(await Ingestion.MeasureAsync(Connection(), new Uri(result.GetValue(api)!), result.GetValue(token)!, result.GetValue(documents))));

return await new RootCommand("The parts of the load test that wrk cannot do.") { seed, recall, ingest }.Parse(args).InvokeAsync();

// The environment of the service tells where the database is.
static string Connection()
    => Database.ConnectionString(
        ServiceSettings.Load(EnvironmentReader.ForProcess(ServiceRole.Migrate), ServiceRole.Migrate).Database).ConnectionString;

static void Print(double value) => Console.WriteLine(value.ToString("0.0000", CultureInfo.InvariantCulture));
