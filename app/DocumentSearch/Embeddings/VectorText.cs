using System.Globalization;
using System.Text;

namespace DocumentSearch.Embeddings;

/// <summary>pgvector's text form of a vector, <c>[1,2,3]</c>: the driver has no binary one without a plug-in.</summary>
internal static class VectorText
{
    public static string Of(ReadOnlySpan<float> vector)
    {
        var text = new StringBuilder(vector.Length * 10).Append('[');
        for (var index = 0; index < vector.Length; index++)
        {
            if (index > 0)
                text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{vector[index]:G7}");
        }

        return text.Append(']').ToString();
    }
}
