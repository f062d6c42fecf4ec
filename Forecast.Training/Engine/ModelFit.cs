namespace Forecast.Training.Engine;

/// <summary>One local model's share of a fitted panel: parameters and state of every series.</summary>
/// <param name="Name">The model's stable short name.</param>
/// <param name="StateSize">Values of state per series.</param>
/// <param name="Parameters">Three per series: alpha, gamma, phi.</param>
/// <param name="State">StateSize per series.</param>
internal sealed record ModelFit(string Name, int StateSize, float[] Parameters, float[] State)
{
    public const int ParameterCount = 3;
}
