using System.Reflection;
using System.Runtime.CompilerServices;
using Forecast.Domain.Access;
using Forecast.Domain.Data;
using Forecast.Training.Runs.Watch;
using Forecast.Web.Access.Api;
using Forecast.Web.Features.Health;
using Forecast.Web.Features.Tokens;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Forecast.Tests.Architecture;

/// <summary>Who works for a viewer reaches the database through <see cref="ViewerContexts"/>, and by no other door.</summary>
public class OneGuardTests
{
    private static readonly Type[] Doors = [typeof(IDbContextFactory<ForeactDb>), typeof(NpgsqlDataSource)];

    /// <summary>Who may have another door, and why.</summary>
    private static readonly Dictionary<Type, string> Exceptions = new()
    {
        [typeof(ViewerContexts)] = "It is the guard.",
        [typeof(TokenBook)] = "Tokens are of people, whatever their regions; each of its queries names whose.",
        [typeof(PersonalTokens)] = "Tokens are of people, whatever their regions.",
        [typeof(DatabaseUpToDate)] = "It asks for nobody, and about the database itself.",
    };

    private static readonly Assembly[] Product =
        [typeof(ForeactDb).Assembly, typeof(RunReader).Assembly, typeof(DatabaseUpToDate).Assembly];

    [Fact]
    public void WhoeverWorksForAViewer_TakesTheGuardOnly()
    {
        var held = Product.SelectMany(assembly => assembly.GetTypes()).Where(IsWritten).Where(t => IsFeature(t) || TakesViewer(t)).ToList();

        var others = held.Where(type => !Exceptions.ContainsKey(type) && OpensAnotherDoor(type)).Select(type => type.FullName!).Order();

        Assert.True(held.Count > 30, "The assemblies were not understood.");
        Assert.True(!others.Any(), $"Take ViewerContexts instead, or say here why not:\n{string.Join('\n', others)}");
    }

    [Fact]
    public void NoException_IsLeftOver() => Assert.All(Exceptions.Keys, type => Assert.True(OpensAnotherDoor(type), type.FullName));

    private static bool IsWritten(Type type) => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null;

    private static bool IsFeature(Type type) => type.Namespace?.StartsWith("Forecast.Web.Features", StringComparison.Ordinal) == true;

    private static bool TakesViewer(Type type) => Methods(type).Any(m => m.GetParameters().Any(p => p.ParameterType == typeof(Viewer)));

    private static bool OpensAnotherDoor(Type type) => Methods(type).Cast<MethodBase>().Concat(type.GetConstructors(All))
        .Any(m => m.GetParameters().Any(p => Doors.Contains(p.ParameterType)));

    private static MethodInfo[] Methods(Type type) => type.GetMethods(All | BindingFlags.DeclaredOnly);

    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
}
