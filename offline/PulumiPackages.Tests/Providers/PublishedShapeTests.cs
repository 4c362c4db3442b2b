using System.Reflection;
using System.Text.Json.Nodes;

namespace PulumiPackages.Tests.Providers;

/// <summary>Every listed type is there with what the published package has: members, constructors, tokens, wire names, values.</summary>
public sealed class PublishedShapeTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<string, string> Types => ApiFacts.Rows(_ => true);

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_is_what_the_published_package_has(string package, string typeName)
    {
        var facts = ApiFacts.Of(package).Facts(typeName);
        var type = ApiFacts.Of(package).Type(typeName);

        CheckDeclaration(facts, type);
        foreach (var member in facts.Members())
            CheckMember(type, member);
        Assert.Equal(Constructors(facts), type.GetConstructors().Select(Signature).Order());
        foreach (var method in facts.Texts("methods"))
            Assert.Contains(WithoutNullability(method), type.GetMethods(Declared).Select(Signature));
        if (facts.Flag("enum"))
            CheckEnumeration(facts, type);
        if (facts.Flag("output"))
            CheckOutputConstructor(facts, type);
        if (facts.IsResource())
            CheckResourceType(package, facts, type);
    }

    /// <summary>
    /// Which members warn. Releases differ: DigitalOcean's marks deprecated lists and maps only, that of AWS every deprecated input; outputs
    /// are never marked.
    /// </summary>
    [Theory]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.SpacesBucketArgs", "CorsRules", true)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.SpacesBucket", "CorsRules", false)]
    [InlineData("Pulumi.DigitalOcean", "Pulumi.DigitalOcean.LoadBalancerArgs", "Algorithm", false)]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.S3.BucketArgs", "Acl", true)]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.S3.BucketArgs", "LifecycleRules", true)]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.S3.BucketArgs", "ForceDestroy", false)]
    [InlineData("Pulumi.Aws", "Pulumi.Aws.S3.Bucket", "LifecycleRules", false)]
    public void A_deprecated_input_warns(string package, string typeName, string member, bool expected) =>
        Assert.Equal(expected, ApiFacts.Of(package).Type(typeName).GetProperty(member)!.IsDefined(typeof(ObsoleteAttribute)));

    private static void CheckDeclaration(JsonObject facts, Type type)
    {
        Assert.True(type.IsPublic);
        Assert.Equal(facts.Flag("struct"), type.IsValueType);
        Assert.Equal(facts.Flag("sealed") || facts.Flag("static"), type.IsSealed);
        Assert.Equal(facts.Flag("abstract") || facts.Flag("static"), type.IsAbstract);
        Assert.Equal(facts["obsolete"] is not null, type.IsDefined(typeof(ObsoleteAttribute), inherit: false));
        if (facts.Text("base") is { } expected)
            Assert.Equal(expected, FactsType.Of(type.BaseType!));
    }

    private static void CheckMember(Type type, JsonObject member)
    {
        var name = member.Text("name")!;
        var expectedType = member.Text("type")!;
        if (member.Flag("field"))
        {
            var field = type.GetField(name, Declared);
            Assert.True(field is { IsInitOnly: true }, $"{type}.{name} is a read-only field");
            Assert.Equal(expectedType, FactsType.Of(field.FieldType));
            return;
        }

        var property = type.GetProperty(name, Declared);
        Assert.True(property is not null, $"{type}.{name} is a property");
        Assert.Equal(expectedType, FactsType.Of(property.PropertyType));
        Assert.Equal(member.Text("obsolete"), property.GetCustomAttribute<ObsoleteAttribute>()?.Message);
        Assert.Equal(member.Flag("set"), property.SetMethod is { IsPublic: true });
        Assert.Equal(member.Flag("static"), property.GetMethod!.IsStatic);
        if (!property.PropertyType.IsValueType && member["input"] is not null)
        {
            var nullability = new NullabilityInfoContext().Create(property).ReadState;
            Assert.Equal(member.Flag("nullable") ? NullabilityState.Nullable : NullabilityState.NotNull, nullability);
        }

        if (member.Text("output") is { } output)
            Assert.Equal(output, property.GetCustomAttribute<OutputAttribute>()!.Name);
        if (member.Text("input") is { } input)
            Assert.Equal((member.Flag("required"), member.Flag("json")), InputMarks(type, input));
    }

    // The attribute keeps its values to itself; metadata has them. It is on the property, or on the private field behind it.
    private static (bool Required, bool Json) InputMarks(Type type, string wireName)
    {
        var marks = type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .SelectMany(candidate => candidate.CustomAttributes)
            .Where(attribute => attribute.AttributeType == typeof(InputAttribute))
            .Select(attribute => attribute.ConstructorArguments)
            .Where(arguments => arguments[0].Value is string name && name == wireName);
        var mark = Assert.Single(marks);
        return ((bool)mark[1].Value!, (bool)mark[2].Value!);
    }

    private static void CheckEnumeration(JsonObject facts, Type type)
    {
        Assert.True(type.IsDefined(typeof(EnumTypeAttribute)));
        var explicitly = type.GetMethod("op_Explicit", [type])!;
        foreach (var member in facts.Members())
        {
            var value = type.GetProperty(member.Text("name")!)!.GetValue(null)!;
            Assert.Equal(member.Text("value"), value.ToString());
            Assert.Equal(member.Text("value"), explicitly.Invoke(null, [value]));
            Assert.Equal(value, type.GetProperty(member.Text("name")!)!.GetValue(null));
        }

        var values = facts.Members().Select(member => type.GetProperty(member.Text("name")!)!.GetValue(null)).ToList();
        Assert.Equal(facts.Members().Select(member => member.Text("value")).Distinct().Count(), values.Distinct().Count());
    }

    private static void CheckOutputConstructor(JsonObject facts, Type type)
    {
        Assert.True(type.IsDefined(typeof(OutputTypeAttribute)));
        var constructor = Assert.Single(
            type.GetConstructors(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance),
            candidate => candidate.IsDefined(typeof(OutputConstructorAttribute)));
        Assert.Equal(facts.Texts("outputConstructor").Select(WithoutNullability), constructor.GetParameters().Select(Declaration));
    }

    private static void CheckResourceType(string package, JsonObject facts, Type type)
    {
        var mark = type.GetCustomAttribute<ResourceTypeAttribute>()!;
        Assert.Equal(facts.Text("token"), mark.Type);
        Assert.Equal(ApiFacts.Of(package).Version, mark.Version);
    }

    private static IEnumerable<string> Constructors(JsonObject facts) =>
        (facts["constructors"]?.AsArray() ?? [])
            .Select(list => WithoutNullability($"({string.Join(", ", list!.AsArray().Select(parameter => parameter!.GetValue<string>()))})"))
            .Order();

    private static string Signature(ConstructorInfo constructor) =>
        WithoutNullability($"({string.Join(", ", constructor.GetParameters().Select(Declaration))})");

    private static string Signature(MethodInfo method)
    {
        var parameters = string.Join(", ", method.GetParameters().Select(Declaration));
        return WithoutNullability($"{(method.IsStatic ? "static " : "")}{FactsType.Of(method.ReturnType)} {method.Name}({parameters})");
    }

    private static string Declaration(ParameterInfo parameter) =>
        WithoutNullability($"{FactsType.Of(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = null" : "")}");

    // Signatures are compared by their runtime types; annotations of references are not part of them.
    private static string WithoutNullability(string signature) => signature.Replace("?", "", StringComparison.Ordinal);
}
