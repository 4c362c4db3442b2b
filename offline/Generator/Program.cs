using System.Text.Json;
using Offline.Generator;
using Offline.Generator.Facts;
using Offline.Generator.Writing;

// Generator FACTS CORE-FACTS OUTPUT [--supplement FILE] [--by-hand TYPE]…
// Errors have the form MSBuild recognises, so that they show up as build errors of the file with the wrong facts.
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: Generator FACTS CORE-FACTS OUTPUT [--supplement FILE] [--by-hand TYPE]...");
    return 2;
}

var (factsFile, coreFile, outputFile) = (args[0], args[1], args[2]);
string? supplementFile = null;
var byHand = new HashSet<string>(StringComparer.Ordinal);
for (var at = 3; at < args.Length; at += 2)
{
    switch (args[at], at + 1 < args.Length ? args[at + 1] : null)
    {
        case ("--supplement", { } file):
            supplementFile = file;
            break;
        case ("--by-hand", { } type):
            byHand.Add(type);
            break;
        default:
            Console.Error.WriteLine($"Generator : error : unknown or incomplete option '{args[at]}'");
            return 2;
    }
}

try
{
    using var facts = JsonDocument.Parse(File.ReadAllBytes(factsFile));
    using var core = JsonDocument.Parse(File.ReadAllBytes(coreFile));
    using var supplement = supplementFile is null ? null : JsonDocument.Parse(File.ReadAllBytes(supplementFile));
    var package = Package.Read(facts.RootElement, supplement?.RootElement);
    var source = new PackageWriter(package, CoreNames.Read(core.RootElement), byHand).Write();
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(outputFile))!);
    File.WriteAllText(outputFile, source);
    return 0;
}
catch (Exception failure) when (failure is FactsException or JsonException or IOException)
{
    Console.Error.WriteLine($"{factsFile} : error FACTS : {failure.Message}");
    return 1;
}
