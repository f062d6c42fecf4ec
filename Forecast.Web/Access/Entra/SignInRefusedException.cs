namespace Forecast.Web.Access.Entra;

/// <summary>The provider vouches for the person, but the product does not let them in.</summary>
internal sealed class SignInRefusedException(SignInProblem problem, string who) : Exception($"{who} was not let in: {problem}.")
{
    public SignInProblem Problem => problem;

    /// <summary>Tenant and key of the person.</summary>
    public string Who => who;
}
