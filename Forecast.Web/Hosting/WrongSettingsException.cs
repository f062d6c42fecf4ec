namespace Forecast.Web.Hosting;

/// <summary>Settings with which nothing can start; a sentence for each, which says where it is set and how to mend it.</summary>
internal sealed class WrongSettingsException(IReadOnlyList<string> faults)
    : InvalidOperationException(
        faults.Count == 1
            ? $"A setting is wrong. {faults[0]}"
            : $"{faults.Count} settings are wrong.\n{string.Join('\n', faults.Select(fault => $"- {fault}"))}");
