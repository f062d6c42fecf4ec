namespace Forecast.Web.Features.Api.Problems;

/// <summary>A request that cannot be answered, with the answer it gets instead.</summary>
internal sealed class ApiProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;
}
