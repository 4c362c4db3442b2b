namespace DocumentSearch.Embeddings;

/// <summary>A model as the database knows it. Vectors are compared only with vectors of the same <paramref name="Id"/>.</summary>
/// <param name="Id">Number in the database.</param>
/// <param name="Name">Name of the model.</param>
/// <param name="Dimensions">Length of its vectors.</param>
/// <param name="IsActive">True when it was activated last: documents of other models are embedded again with it.</param>
public sealed record EmbeddingModel(int Id, string Name, int Dimensions, bool IsActive);
