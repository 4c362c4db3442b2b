using Infra.Facts.Grants;

namespace Infra.Tests.Facts.Grants;

public sealed class PolicyDocumentTests
{
    private const string Object = "arn:aws:s3:::uploads/a.pdf";

    [Theory]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::uploads/*"}""", true)]
    [InlineData("""{"Effect": "Allow", "Action": ["s3:ListBucket", "s3:Get*"], "Resource": ["*"]}""", true)]
    [InlineData("""{"Effect": "Allow", "Action": "S3:GETOBJECT", "Resource": "*"}""", true)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject?", "Resource": "*"}""", false)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::Uploads/*"}""", false)]
    [InlineData("""{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}""", false)]
    public void A_statement_is_about_actions_and_resources(string statement, bool allows) =>
        Assert.Equal(allows, Read(statement)!.Allows("s3:GetObject", Object));

    [Fact]
    public void A_denial_without_a_condition_counts_more()
    {
        const string Everything = """{"Effect": "Allow", "Action": "*", "Resource": "*"}""";
        const string Conditional = "\"Condition\": {\"Bool\": {\"aws:MultiFactorAuthPresent\": \"false\"}}";
        Assert.False(Read($"{Everything}, {Denial("")}")!.Allows("s3:GetObject", Object));
        Assert.True(Read($"{Everything}, {Denial($", {Conditional}")}")!.Allows("s3:GetObject", Object));

        static string Denial(string more) => $$"""{"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"{{more}}}""";
    }

    [Theory]
    [InlineData("\"*\"", "false", true)]
    [InlineData("{\"AWS\": \"*\"}", "false", true)]
    [InlineData("{\"AWS\": \"arn:aws:iam::123456789012:root\"}", "false", false)]
    [InlineData("\"*\"", "true", false)]
    public void Plain_text_is_denied_to_everybody_or_to_nobody(string principal, string secure, bool denied) =>
        Assert.Equal(denied, Read($$"""
            {"Effect": "Deny", "Principal": {{principal}}, "Action": "s3:*", "Resource": "*",
             "Condition": {"Bool": {"aws:SecureTransport": "{{secure}}"} } }
            """)!.DeniesPlainText("s3:GetObject", Object));

    [Fact]
    public void One_statement_needs_no_list() =>
        Assert.True(PolicyDocument.Read("""{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""")!
            .Allows("s3:PutObject", Object));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement": [{"Effect": "Maybe", "Action": "*", "Resource": "*"}]}""")]
    [InlineData("""{"Statement": [{"Action": "*", "Resource": "*"}]}""")]
    public void What_AWS_refuses_is_none(string json) => Assert.Null(PolicyDocument.Read(json));

    private static PolicyDocument? Read(string statements) =>
        PolicyDocument.Read($$"""{"Version": "2012-10-17", "Statement": [{{statements}}]}""");
}
