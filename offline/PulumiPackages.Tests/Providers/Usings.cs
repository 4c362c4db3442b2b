global using Pulumi;
global using Xunit;
