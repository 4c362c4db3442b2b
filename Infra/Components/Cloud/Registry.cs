using Pulumi;
using Pulumi.DigitalOcean;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;
using Docker = Pulumi.Docker;

namespace Infra.Components.Cloud;

/// <summary>What a <see cref="Registry"/> is made of.</summary>
public sealed record RegistryArgs : StackPartArgs
{
    /// <summary>Repositories of the system's images.</summary>
    public ImmutableArray<string> Repositories => [.. Settings.System.Services.Select(service => service.Image)];
}

/// <summary>A private container registry, the credentials to pull from it and, where asked for, the images in it.</summary>
public sealed class Registry : ComponentResource
{
    private const string SourceDirectory = ".."; // relative to the program
    private const string PipelineCache = "buildcache"; // the tag to which .github/workflows/deploy.yml writes its cache

    private readonly ImmutableDictionary<string, Output<string>> images;

    /// <summary>Makes the registry.</summary>
    public Registry(string name, RegistryArgs args, ComponentResourceOptions? options = null)
        : base("infra:cloud:Registry", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };

        // A stack that goes, or looks the registry up from now on, leaves the images to the others that run them.
        var kept = new CustomResourceOptions { Parent = this, Protect = args.Protect, RetainOnDelete = true };
        var registry = args.Settings.Registry.Exists ? Find(args.Settings.Registry.Name) : Make(name, args, kept);
        var pull = new ContainerRegistryDockerCredentials($"{name}-pull", new ContainerRegistryDockerCredentialsArgs
        {
            RegistryName = registry.Name,
            Write = false,
        }, child);

        Endpoint = registry.Endpoint;
        PullCredentials = Output.CreateSecret(pull.DockerCredentials);
        images = args.Settings.Registry.Build
            ? Build(name, args, registry)
            : args.Repositories.Distinct().ToImmutableDictionary(repository => repository, repository => Output.Format($"{registry.Endpoint}/{repository}:{args.Settings.ImageTag}"));
        RegisterOutputs(new Dictionary<string, object?> { ["endpoint"] = Endpoint });
    }

    /// <summary>Host and path under which images are pushed and pulled.</summary>
    public Output<string> Endpoint { get; }

    /// <summary>Read-only credentials as the <c>.dockerconfigjson</c> of a pull secret; a secret.</summary>
    public Output<string> PullCredentials { get; }

    /// <summary>Full name of an image: endpoint, repository, and tag or digest.</summary>
    /// <exception cref="KeyNotFoundException">The registry was not told of the repository.</exception>
    public Output<string> Image(string repository) => images[repository];

    private sealed record Found(Output<string> Name, Output<string> Endpoint, Output<string> ServerUrl);

    private static Found Make(string name, RegistryArgs args, CustomResourceOptions kept)
    {
        var registry = new ContainerRegistry(name, new ContainerRegistryArgs
        {
            Name = args.Settings.Registry.Name,
            Region = args.Settings.Registry.Region,
            SubscriptionTierSlug = args.Settings.Registry.Tier,
        }, kept);
        return new(registry.Name, registry.Endpoint, registry.ServerUrl);
    }

    private Found Find(string registryName)
    {
        var answer = LookUp.Of(Output.Create(registryName), name => GetContainerRegistry.InvokeAsync(new GetContainerRegistryArgs { Name = name }, new InvokeOptions { Parent = this }),
            $"the container registry {registryName} cannot be looked up: set infra:registryName to one that the account has, or infra:registryExists to false");
        return new(Output.Create(registryName), answer.Apply(registry => registry?.Endpoint ?? ""), answer.Apply(registry => registry?.ServerUrl ?? ""));
    }

    /// <summary>Builds and pushes every image, with one login.</summary>
    private ImmutableDictionary<string, Output<string>> Build(string name, RegistryArgs args, Found registry)
    {
        var push = new ContainerRegistryDockerCredentials($"{name}-push", new ContainerRegistryDockerCredentialsArgs
        {
            RegistryName = registry.Name,
            Write = true, // For as long as the stack builds images: a login that expires is not renewed by a deployment, and ends the next build.
        }, new CustomResourceOptions { Parent = this });
        var login = Output.CreateSecret(push.DockerCredentials).Apply(RegistryLogin.Parse);
        return args.Repositories.Distinct().ToImmutableDictionary(repository => repository, repository => Build($"{name}-{repository}", repository, args, registry, login));
    }

    private Output<string> Build(string name, string repository, RegistryArgs args, Found registry, Output<RegistryLogin> login)
    {
        var image = new Image(name, new ImageArgs
        {
            ImageName = Output.Format($"{registry.Endpoint}/{repository}:{args.Settings.ImageTag}"),
            Build = new DockerBuildArgs
            {
                Context = SourceDirectory,
                Dockerfile = $"{SourceDirectory}/app/Dockerfile",
                Args =
                {
                    ["VERSION"] = args.Settings.ImageTag,
                    ["REVISION"] = args.Settings.Registry.Commit, // Says of each image which sources it is made of.
                    ["BUILDKIT_INLINE_CACHE"] = "1", // Lets a build that is repeated take its layers from this image.
                },
                Platform = "linux/amd64", // What droplets and nodes of clusters are; the pipeline builds for other processors as well.
                BuilderVersion = Docker.BuilderVersion.BuilderBuildKit,
                CacheFrom = new CacheFromArgs
                {
                    // The layers of every step that the pipeline's last build left, and of this very version; what does not exist is passed over.
                    Images = { Output.Format($"{registry.Endpoint}/{repository}:{PipelineCache}"), Output.Format($"{registry.Endpoint}/{repository}:{args.Settings.ImageTag}") },
                },
            },
            Registry = new Docker.Inputs.RegistryArgs
            {
                Server = registry.ServerUrl,
                Username = login.Apply(credentials => credentials.User),
                Password = login.Apply(credentials => credentials.Password),
            },
        }, new CustomResourceOptions { Parent = this });
        return image.RepoDigest.Apply(digest => digest ?? "");
    }
}
