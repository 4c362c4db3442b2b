namespace Infra.Facts.Files;

/// <summary>Whose rules decide what an unquoted word means.</summary>
internal enum YamlDialect
{
    /// <summary>YAML 1.1, as kubectl and the API server read manifests: <c>yes</c>, <c>on</c> and <c>y</c> are true.</summary>
    Kubernetes,

    /// <summary>The core schema of YAML 1.2, as Compose reads projects: only <c>true</c> is true.</summary>
    Compose,
}
