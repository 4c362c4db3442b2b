using System.CommandLine;
using System.Net;
using Infra.EndToEnd.Load;

var url = new Option<string>("--url") { Description = "Address of the service", Required = true };
var path = new Option<string>("--path") { Description = "Path with its query", Required = true };
var http = new Option<string>("--http") { Description = "Version of HTTP", DefaultValueFactory = _ => "2" };
http.AcceptOnlyFromAmong("1.1", "2");
var rate = new Option<double>("--rate") { Description = "Requests a second", Required = true };
var connections = new Option<int>("--connections") { Description = "Clients, each with a connection of its own", DefaultValueFactory = _ => 1 };
var token = new Option<string?>("--token") { Description = "Bearer token" };
var authority = new Option<FileInfo>("--authority") { Description = "Certificate of the authority to trust, PEM", Required = true };
var stop = new Option<FileInfo>("--stop-file") { Description = "Ends when this file exists", Required = true };
var firstAddress = new Option<string>("--first-address") { Description = "Address of the first client", Required = true };
var addresses = new Option<int>("--addresses") { Description = "Addresses there are, one after the other", DefaultValueFactory = _ => 1 };

var command = new RootCommand("Asks at a steady rate until it is told to stop, then prints what came of it as JSON.")
{
    url, path, http, rate, connections, token, authority, stop, firstAddress, addresses,
};
command.SetAction(async (result, cancellation) =>
{
    var plan = new LoadPlan
    {
        Target = new Uri(new Uri(result.GetRequiredValue(url)), result.GetRequiredValue(path)),
        Version = Version.Parse(result.GetRequiredValue(http) == "2" ? "2.0" : "1.1"),
        Rate = result.GetValue(rate),
        Connections = result.GetValue(connections),
        Token = result.GetValue(token),
        Authority = result.GetRequiredValue(authority),
        StopFile = result.GetRequiredValue(stop).FullName,
        FirstAddress = IPAddress.Parse(result.GetRequiredValue(firstAddress)),
        Addresses = result.GetValue(addresses),
    };
    Console.WriteLine((await LoadRun.RunAsync(plan, cancellation)).ToJson());
});
return await command.Parse(args).InvokeAsync();
