namespace DocumentSearch.Documents;

/// <summary>Why a file is refused.</summary>
public enum RejectionReason
{
    /// <summary>Not a format the service reads (415).</summary>
    UnsupportedType,

    /// <summary>More bytes than allowed, as sent or expanded (413).</summary>
    TooLarge,

    /// <summary>A known format, but empty or damaged (422).</summary>
    Invalid,
}

/// <summary>The file itself is at fault: trying again will not help. The message is meant for the person who uploaded it.</summary>
public sealed class DocumentRejectedException(RejectionReason reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public RejectionReason Reason => reason;
}
