using System.Reflection;

namespace PulumiPackages.Tests.Providers;

/// <summary>Members that hold credentials make what they are given secret; the others leave it as it is.</summary>
public sealed class SecretInputTests
{
    private static readonly MethodInfo _isSecret =
        typeof(SecretInputTests).GetMethod(nameof(IsSecretTypedAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static TheoryData<string, string> Types => ApiFacts.Rows(facts => facts.Members().Any(member => member.Flag("secret")));

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Secret_members_wrap_what_they_are_given(string package, string typeName)
    {
        var api = ApiFacts.Of(package);
        var type = api.Type(typeName);
        var members = api.Facts(typeName).Members().Where(member => member["input"] is not null).ToList();
        var secret = new List<string>();

        await Deployment.TestAsync(new RecordingMocks(), new Pulumi.Testing.TestOptions(), async () =>
        {
            var args = new InputSamples(api).Arguments(typeName).Value;
            foreach (var name in members.Select(member => member.Text("name")!))
            {
                if (await IsSecretAsync(type.GetProperty(name)!.GetValue(args)!))
                    secret.Add(name);
            }
        });

        Assert.Equal(members.Where(member => member.Flag("secret")).Select(member => member.Text("name")!), secret);
    }

    [Fact]
    public async Task A_secret_member_takes_null()
    {
        await new RecordingMocks().RunAsync(() =>
        {
            var args = new Pulumi.Command.Remote.Inputs.ConnectionArgs { Host = "host", Password = null };
            Assert.NotNull(args);
        });
    }

    private static Task<bool> IsSecretAsync(object input)
    {
        var type = input.GetType();
        while (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Input<>))
            type = type.BaseType!;
        return (Task<bool>)_isSecret.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [input])!;
    }

    private static Task<bool> IsSecretTypedAsync<T>(Input<T> input) => Output.IsSecretAsync(input.ToOutput());
}
