using Forecast.Training.Boosting;
using Forecast.Training.Boosting.Global;

namespace Forecast.Training.Engine;

/// <summary>The model over all series in two states: one to be ranked by backtests it has not seen, one to forecast.</summary>
/// <param name="Past">Learned on what precedes the first backtest origin.</param>
/// <param name="Final">The same trees and further ones, grown on everything.</param>
public sealed record GlobalFit(GlobalModel Past, GlobalModel Final)
{
    private const string Letters = "FGLP";
    private const string What = "learned models";
    private const int Version = 1;

    /// <summary>Writes both, versioned and with a checksum.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckedFormat.Write(stream, Letters, Version, writer =>
        {
            writer.Flush();
            Past.Write(writer.BaseStream);
            Final.Write(writer.BaseStream);
        });
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are cut off, damaged, of another version or something else.</exception>
    public static GlobalFit Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return CheckedFormat.Read(stream, Letters, Version, What, reader =>
            new GlobalFit(GlobalModel.Read(reader.BaseStream), GlobalModel.Read(reader.BaseStream)));
    }
}
