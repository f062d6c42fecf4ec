namespace Forecast.Training.Engine;

/// <summary>One local model's share of a fitted panel: parameters and state of every series.</summary>
/// <param name="Family">The model family's stable short name.</param>
/// <param name="Adjusted">Whether it runs on demand freed of calendar, promotion and price effects.</param>
/// <param name="StateSize">Values of state per series.</param>
/// <param name="Parameters">Three per series: alpha, gamma, phi.</param>
/// <param name="State">StateSize per series.</param>
internal sealed record ModelFit(string Family, bool Adjusted, int StateSize, float[] Parameters, float[] State)
{
    public const int ParameterCount = 3;

    /// <summary>Short name of the method as forecasts carry it.</summary>
    public string Name => Adjusted ? Family + "-with-events" : Family;
}
