using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using DocumentSearch.Commands;
using DocumentSearch.Configuration;

namespace DocumentSearch.Documents.Extraction;

/// <summary>
/// Extracts texts. What needs a parser is read by a process of its own with bounds of time, memory, depth and output, that knows no secret:
/// a document that no parser can cope with costs its own result, and nothing of the process that asked.
/// </summary>
public sealed class DocumentExtractor(LimitSettings limits)
{
    // The process has said all it will say by then; what is left is its end.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    // A sentence.
    private const int LongestMessage = 1_000;

    private readonly TextExtractor _extractor = new(limits.MaxExpandedBytes);

    /// <summary>Extracts the text of a document.</summary>
    /// <exception cref="DocumentRejectedException">The document is damaged, holds no text or too much, or is beyond a bound.</exception>
    /// <exception cref="InvalidOperationException">The process could not do its work, for no reason that lies in the document.</exception>
    public async Task<string> ExtractAsync(DocumentFormat format, byte[] content, CancellationToken cancellation)
    {
        // Plain text needs no parser: reading it takes time and memory in proportion to its size.
        if (format is DocumentFormat.Text or DocumentFormat.Markdown)
            return _extractor.Extract(format, content);

        using var deadline = new CancellationTokenSource(limits.ExtractionTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        using var process = Process.Start(StartOf(format))!;
        // Whatever waits for the process ends with it.
        await using var end = either.Token.Register(process.Kill);
        try
        {
            var writing = WriteAsync(process, content, either.Token);
            var errors = ReadAsync(process.StandardError, LongestMessage, either.Token);
            var text = await ReadAsync(process.StandardOutput, TextChunker.LongestText, either.Token);
            await writing;
            var message = await errors;
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode == 0)
                return text.TrimEnd();
            either.Token.ThrowIfCancellationRequested(); // That it ended may be seen before why: it was ended from here.
            throw FailureOf(process.ExitCode, message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw TooSlow();
        }
        finally
        {
            await EndAsync(process);
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (process.HasExited)
            return;
        process.Kill();
        using var patience = new CancellationTokenSource(EndPatience);
        await process.WaitForExitAsync(patience.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private static async Task WriteAsync(Process process, byte[] content, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(content, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code tells why.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, int most, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = ArrayPool<char>.Shared.Rent(32 * 1024);
        try
        {
            int read;
            while ((read = await reader.ReadAsync(buffer, cancellation)) > 0)
            {
                if (text.Length + read > most)
                    throw TextChunker.TooLong();
                text.Append(buffer, 0, read);
            }

            return text.ToString();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private ProcessStartInfo StartOf(DocumentFormat format)
    {
        // The image has the runtime and the program, a publish directory a launcher too.
        var program = typeof(DocumentExtractor).Assembly.Location;
        var launcher = Path.Combine(AppContext.BaseDirectory, "document-search");
        var isLaunched = Environment.ProcessPath == launcher;
        var start = new ProcessStartInfo(isLaunched ? launcher : Runtime())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = "/",
        };
        if (!isLaunched)
            start.ArgumentList.Add(program);
        string[] arguments =
        [
            ExtractCommand.Name,
            format.ToName(),
            Number(limits.MaxExpandedBytes),
            Number((long)Math.Ceiling(limits.ExtractionTime.TotalSeconds)),
            Number(limits.ExtractionBytes),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // Nothing of the service's own environment: a parser that is taken over finds no secret in it.
        start.Environment.Clear();
        foreach (var name in new[] { "PATH", "DOTNET_ROOT" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                start.Environment[name] = value;
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = limits.ExtractionBytes.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        // It doubles every mapping of code, in a file in memory: time at the start for a process that makes no code after it.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return start;
    }

    // A process of the runtime is "dotnet" itself, or a test host that it has started.
    private static string Runtime()
        => Path.GetFileName(Environment.ProcessPath) == "dotnet"
            ? Environment.ProcessPath!
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private Exception FailureOf(int exitCode, string message)
    {
        switch (exitCode)
        {
            case ExtractCommand.Rejected:
                var lines = message.Split('\n', 2);
                return Enum.TryParse<RejectionReason>(lines[0].Trim(), out var reason)
                    ? new DocumentRejectedException(reason, lines[^1].Trim())
                    : new InvalidOperationException($"The extraction said: {message}");
            // SIGABRT: the runtime itself had no memory or no stack left.
            case ExtractCommand.OutOfMemory or 128 + 6:
                return new DocumentRejectedException(
                    RejectionReason.Invalid,
                    $"Reading the document takes more than {limits.ExtractionBytes / (1024 * 1024)} MiB of memory; "
                    + "split it, or save it in a simpler form.");
            // SIGXCPU: the kernel's clock was faster than ours.
            case 128 + 24:
                return TooSlow();
            default:
                return new InvalidOperationException($"The extraction ended with {exitCode}. {message}");
        }
    }

    private DocumentRejectedException TooSlow() => new(
        RejectionReason.Invalid,
        $"Reading the document takes longer than {limits.ExtractionTime.TotalSeconds:0} s; split it, or save it in a simpler form.");
}
