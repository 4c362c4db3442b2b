using System.Text;

namespace DocumentSearch.Metrics;

/// <summary>Something that <c>/metrics</c> shows.</summary>
public interface IMetric
{
    /// <summary>Appends help, type and series in the Prometheus text format.</summary>
    void Write(StringBuilder text);
}
