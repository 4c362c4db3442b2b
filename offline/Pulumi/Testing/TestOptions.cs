namespace Pulumi.Testing;

/// <summary>What a program under test sees as its surroundings.</summary>
public class TestOptions
{
    /// <summary>Name of the project; <c>project</c> if it is not set.</summary>
    public string? ProjectName { get; set; }

    /// <summary>Root directory of the project; <c>rootDirectory</c> if it is not set.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>Name of the stack; <c>stack</c> if it is not set.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether the program runs as in a preview; it does if this is not set.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>Name of the organization; <c>organization</c> if it is not set.</summary>
    public string? OrganizationName { get; set; }
}
