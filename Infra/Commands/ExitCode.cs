namespace Infra.Commands;

/// <summary>What a command says to whoever called it.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Fine = 0;

    /// <summary>The stack's configuration or its plan was refused.</summary>
    public const int Refused = 1;

    /// <summary>The command was not understood.</summary>
    public const int WrongUsage = 2;
}
