namespace Pulumi;

/// <summary>The running deployment, as programs and packages see it.</summary>
public sealed class DeploymentInstance
{
    private readonly Deployment _deployment;

    internal DeploymentInstance(Deployment deployment)
        => _deployment = deployment;

    /// <summary>Name of the stack.</summary>
    public string StackName => _deployment.StackName;

    /// <summary>Name of the project.</summary>
    public string ProjectName => _deployment.ProjectName;

    /// <summary>Root directory of the project: where its <c>Pulumi.yaml</c> is.</summary>
    public string RootDirectory => _deployment.RootDirectory;

    /// <summary>Name of the organization the stack belongs to.</summary>
    public string OrganizationName => _deployment.OrganizationName;

    /// <summary>Whether this is a preview, in which nothing is created and many values are unknown.</summary>
    public bool IsDryRun => _deployment.IsDryRun;

    /// <summary>
    /// Calls a function of a provider. The result is unknown, and the function not called, if an argument is unknown.
    /// </summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="token">Token of the function, as in <c>package:module:function</c>.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="options">How to call it.</param>
    /// <param name="registerPackageRequest">The package it belongs to, if it is a parameterised one.</param>
    public Output<T> Invoke<T>(
        string token, InvokeArgs args, InvokeOptions? options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.Invoke<T>(token, args, options);

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Output<T> Invoke<T>(
        string token, InvokeArgs args, InvokeOutputOptions options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.Invoke<T>(token, args, options);

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => _deployment.Invoke<T>(token, args, options);

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => _deployment.Invoke<T>(token, args, options);

    /// <summary>Like <see cref="Invoke{T}(string, InvokeArgs, InvokeOptions?)"/>, for functions that return one value only.</summary>
    public Output<T> InvokeSingle<T>(
        string token, InvokeArgs args, InvokeOptions? options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.InvokeSingle<T>(token, args, options);

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Output<T> InvokeSingle<T>(
        string token, InvokeArgs args, InvokeOutputOptions options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.InvokeSingle<T>(token, args, options);

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => _deployment.InvokeSingle<T>(token, args, options);

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => _deployment.InvokeSingle<T>(token, args, options);

    /// <summary>Calls a function of a provider and returns its plain result: what it comes from and whether it is secret is lost.</summary>
    public Task<T> InvokeAsync<T>(
        string token, InvokeArgs args, InvokeOptions? options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.InvokeAsync<T>(token, args, options);

    /// <inheritdoc cref="InvokeAsync{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => _deployment.InvokeAsync<T>(token, args, options);

    /// <summary>Like <see cref="InvokeAsync{T}(string, InvokeArgs, InvokeOptions?)"/>, for functions that return one value only.</summary>
    public Task<T> InvokeSingleAsync<T>(
        string token, InvokeArgs args, InvokeOptions? options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.InvokeSingleAsync<T>(token, args, options);

    /// <inheritdoc cref="InvokeSingleAsync{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => _deployment.InvokeSingleAsync<T>(token, args, options);

    /// <summary>Calls a function of a provider and ignores its result.</summary>
    public Task InvokeAsync(
        string token, InvokeArgs args, InvokeOptions? options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.InvokeAsync(token, args, options);

    /// <inheritdoc cref="InvokeAsync(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null)
        => _deployment.InvokeAsync(token, args, options);

    /// <summary>Calls a method of a resource.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="token">Token of the method.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="self">The resource.</param>
    /// <param name="options">How to call it.</param>
    /// <param name="registerPackageRequest">The package it belongs to, if it is a parameterised one.</param>
    public Output<T> Call<T>(
        string token, CallArgs args, Resource? self, CallOptions? options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.Call<T>(token, args, self, options);

    /// <inheritdoc cref="Call{T}(string, CallArgs, Resource?, CallOptions?, RegisterPackageRequest?)"/>
    public Output<T> Call<T>(string token, CallArgs args, Resource? self = null, CallOptions? options = null)
        => _deployment.Call<T>(token, args, self, options);

    /// <summary>Calls a method of a resource that returns nothing.</summary>
    public void Call(
        string token, CallArgs args, Resource? self, CallOptions? options, RegisterPackageRequest? registerPackageRequest)
        => _deployment.Call(token, args, self, options);

    /// <inheritdoc cref="Call(string, CallArgs, Resource?, CallOptions?, RegisterPackageRequest?)"/>
    public void Call(string token, CallArgs args, Resource? self = null, CallOptions? options = null)
        => _deployment.Call(token, args, self, options);

    /// <summary>Has the engine call a function before every call of a provider's function.</summary>
    public void RegisterInvokeTransform(InvokeTransform transform) => _deployment.RegisterInvokeTransform(transform);
}
