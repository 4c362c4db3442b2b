using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi.Utilities;

namespace PulumiPackages.Tests.Core;

/// <summary>The core package has every type and member that offline/api/Pulumi.json lists.</summary>
public sealed class CoreShapeTests
{
    private const BindingFlags AnyMember = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Lazy<JsonObject> s_types = new(() =>
        JsonNode.Parse(File.ReadAllText(FactsPath()))!["types"]!.AsObject());

    public static TheoryData<string> Types => [.. s_types.Value.Select(type => type.Key)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_listed_type_exists_with_its_kind_and_base(string name)
    {
        var facts = s_types.Value[name]!.AsObject();
        var type = Find(name);

        Assert.True(type.IsPublic || type.IsNestedPublic);
        Assert.Equal(Flag(facts, "struct"), type.IsValueType);
        Assert.Equal(Flag(facts, "static"), type.IsAbstract && type.IsSealed);
        if (!Flag(facts, "static"))
        {
            Assert.Equal(Flag(facts, "abstract"), type.IsAbstract);
            Assert.Equal(Flag(facts, "sealed"), type.IsSealed);
        }

        if (facts["base"] is { } parent)
            Assert.Equal(Plain(parent.GetValue<string>()), Show(type.BaseType!));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_listed_type_has_its_members(string name)
    {
        var facts = s_types.Value[name]!.AsObject();
        var type = Find(name);
        foreach (var member in facts["members"]?.AsArray() ?? [])
        {
            var listed = member!.AsObject();
            var memberName = listed["name"]!.GetValue<string>();
            var field = type.GetField(memberName, AnyMember);
            var property = type.GetProperties(AnyMember).SingleOrDefault(p => p.Name == memberName);

            Assert.Equal(Flag(listed, "field"), field is not null);
            Assert.Equal(Plain(listed["type"]!.GetValue<string>()), Show(field?.FieldType ?? property!.PropertyType));
            if (property is null)
                continue;

            Assert.Equal((memberName, Flag(listed, "set")), (memberName, property.SetMethod?.IsPublic == true));
            Assert.Equal((memberName, Text(listed, "output")), (memberName, OutputName(property)));
            if (!property.PropertyType.IsValueType && property.GetMethod is not null)
            {
                var isNullable = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
                Assert.Equal((memberName, Flag(listed, "nullable")), (memberName, isNullable));
            }
        }
    }

    /// <summary>What wraps a plain value takes it as its type is: null only where the type argument says so.</summary>
    [Fact]
    public void A_plain_value_is_null_only_where_its_type_says_so()
    {
        Type[] wrappers = [typeof(Output), typeof(OutputUtilities), typeof(Input<>), typeof(InputList<>), typeof(InputUnion<,>), typeof(Union<,>)];
        var taken = wrappers
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.Name is "Create" or "CreateSecret" or "CreateUnknown" or "op_Implicit" or "FromT0" or "FromT1")
            .SelectMany(method => method.GetParameters())
            .Where(parameter => parameter.ParameterType.IsGenericParameter)
            .ToList();

        Assert.Equal(11, taken.Count);
        Assert.Empty(taken.Where(HasQuestionMark).Select(parameter => $"{parameter.Member.DeclaringType!.Name}.{parameter.Member.Name}"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_listed_type_has_its_constructors(string name)
    {
        var facts = s_types.Value[name]!.AsObject();
        var actual = Find(name).GetConstructors().Select(c => string.Join(", ", c.GetParameters().Select(Show))).ToHashSet();

        foreach (var constructor in facts["constructors"]?.AsArray() ?? [])
            Assert.Contains(Plain(string.Join(", ", constructor!.AsArray().Select(p => p!.GetValue<string>()))), actual);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_listed_type_has_its_methods(string name)
    {
        var facts = s_types.Value[name]!.AsObject();
        var actual = Find(name).GetMethods(AnyMember).Select(Show).ToHashSet();

        foreach (var method in facts["methods"]?.AsArray() ?? [])
            Assert.Contains(Plain(method!.GetValue<string>()), actual);
    }

    private static bool Flag(JsonObject facts, string name) => facts[name]?.GetValueKind() == JsonValueKind.True;

    private static string? Text(JsonObject facts, string name) => facts[name]?.GetValue<string>();

    // Only resources have outputs by their attribute; elsewhere the list has the parameters of constructors.
    private static string? OutputName(PropertyInfo property) => property.GetCustomAttribute<OutputAttribute>()?.Name;

    /// <summary>Nullability is left out here: reflection does not show it where it belongs to a type argument.</summary>
    private static string Plain(string listed) => listed.Replace("?", "", StringComparison.Ordinal);

    private static Type Find(string name)
    {
        var end = name.IndexOf('<', StringComparison.Ordinal);
        var reflected = end < 0 ? name : $"{name[..end]}`{name.Count(c => c == ',') + 1}";
        var assembly = typeof(Resource).Assembly;
        var lastDot = reflected.LastIndexOf('.');
        return assembly.GetType(reflected)
            ?? assembly.GetType($"{reflected[..lastDot]}+{reflected[(lastDot + 1)..]}")
            ?? throw new Xunit.Sdk.XunitException($"There is no type {name}.");
    }

    private static string Show(MethodInfo method)
    {
        var arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Show))}>" : "";
        return $"{(method.IsStatic ? "static " : "")}{Show(method.ReturnType)} {method.Name}{arguments}"
            + $"({string.Join(", ", method.GetParameters().Select(Show))})";
    }

    private static string Show(ParameterInfo parameter)
        => $"{Show(parameter.ParameterType)} {parameter.Name}"
            + (parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "");

    private static string Show(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;

        if (type.IsByRef)
            return Show(type.GetElementType()!) + "&";

        if (type.IsArray)
            return Show(type.GetElementType()!) + "[]";

        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Show(underlying);

        var keyword = Keyword(type);
        if (keyword is not null)
            return keyword;

        var name = type.IsNested ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        if (tick >= 0)
            name = name[..tick];

        var isShort = !type.IsNested
            && (type.Namespace == "Pulumi" || name is "ImmutableArray" or "ImmutableDictionary" or "JsonElement");
        var arguments = type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(Show))}>" : "";
        return (isShort ? name : $"{type.Namespace}.{name}") + arguments;
    }

    private static string? Keyword(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => "string",
        TypeCode.Boolean => "bool",
        TypeCode.Int32 when !type.IsEnum => "int",
        TypeCode.Double => "double",
        _ => type == typeof(object) ? "object" : null,
    };

    private static string FactsPath([CallerFilePath] string thisFile = "")
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, "offline", "api", "Pulumi.json");
            if (File.Exists(path))
                return path;
        }

        return Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "api", "Pulumi.json");
    }

    // The compiler writes a 2 for a question mark: at the parameter, or once for all that its member or type declares.
    private static bool HasQuestionMark(ParameterInfo parameter) =>
        (Mark(parameter.CustomAttributes, "NullableAttribute")
            ?? Mark(parameter.Member.CustomAttributes, "NullableContextAttribute")
            ?? Mark(parameter.Member.DeclaringType!.CustomAttributes, "NullableContextAttribute")) == 2;

    private static byte? Mark(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == name)?.ConstructorArguments[0].Value as byte?;
}
