using System.Numerics;
using Forecast.Training.Models;
using Forecast.Training.Numerics;

namespace Forecast.Training.Engine;

/// <summary>Moves state and parameters between their stored, series-major form and lanes.</summary>
internal static class StateBlocks
{
    public static Span<Vector<float>> Load(ModelFit fit, int first, int lanes, Vector<float>[] buffer, out LaneParameters parameters)
    {
        var state = buffer.AsSpan(0, fit.StateSize);
        Lanes.Load(fit.State.AsSpan(first * fit.StateSize), lanes, fit.StateSize, state, 0);
        Span<Vector<float>> p = stackalloc Vector<float>[ModelFit.ParameterCount];
        Lanes.Load(fit.Parameters.AsSpan(first * ModelFit.ParameterCount), lanes, ModelFit.ParameterCount, p, 0);
        parameters = new LaneParameters(p[0], p[1], p[2]);
        return state;
    }
}
