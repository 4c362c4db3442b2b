using System.Globalization;
using System.Text;
using DocumentSearch.Documents;
using DocumentSearch.Documents.Extraction;

namespace DocumentSearch.Commands;

/// <summary><c>extract</c>: reads a document from standard input and writes its text to standard output, within bounds.
/// The service starts it for every document that a parser has to read; nobody types it.</summary>
internal static class ExtractCommand
{
    /// <summary>Name of the command.</summary>
    public const string Name = "extract";

    /// <summary>The document is at fault; the reason and a sentence are on standard error (sysexits.h: EX_DATAERR).</summary>
    public const int Rejected = 65;

    /// <summary>The heap was full.</summary>
    public const int OutOfMemory = 71;

    // The stack of the thread that parses: parsers that call themselves for each level end at their own bound before this one.
    private const int StackBytes = 16 * 1024 * 1024;

    /// <param name="arguments">Format, largest expanded size, processor seconds and heap in bytes.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var format = DocumentFormats.FromName(arguments[0]);
        var numbers = arguments.Skip(1).Select(argument => long.Parse(argument, CultureInfo.InvariantCulture)).ToArray();
        ProcessLimits.Apply(numbers[1], numbers[2]);
        var exitCode = 0;
        var thread = new Thread(() => exitCode = Extract(format, (int)numbers[0]), StackBytes);
        thread.Start();
        thread.Join();
        return exitCode;
    }

    private static int Extract(DocumentFormat format, int maxExpandedBytes)
    {
        try
        {
            using var input = Console.OpenStandardInput();
            using var content = new MemoryStream();
            input.CopyTo(content);
            using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            new TextExtractor(maxExpandedBytes).Extract(format, content.ToArray(), output);
            return 0;
        }
        catch (DocumentRejectedException exception)
        {
            Console.Error.WriteLine($"{exception.Reason}\n{exception.Message}");
            return Rejected;
        }
        catch (Exception exception) when (IsOutOfMemory(exception))
        {
            return OutOfMemory;
        }
    }

    private static bool IsOutOfMemory(Exception? exception)
        => exception is OutOfMemoryException or InsufficientExecutionStackException
            || (exception?.InnerException is { } inner && IsOutOfMemory(inner));
}
