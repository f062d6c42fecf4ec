using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Forecast.Domain.Forecasts;
using Forecast.Training.Backtesting;
using Forecast.Training.Boosting.Global;
using Forecast.Training.Panels;

namespace Forecast.Training.Engine;

/// <summary>
/// Stored form of a fitted panel: magic, engine version, length of the body, body, SHA-256 of the body. Numbers are little-endian.
/// </summary>
internal static class FittedPanelFormat
{
    private const int HeaderSize = 16;

    private static ReadOnlySpan<byte> Magic => "FRCT"u8;

    public static void Write(FittedPanel panel, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
            WriteBody(panel, writer);
        var body = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        Span<byte> header = stackalloc byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], FittedPanel.EngineVersion);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], body.Length);
        stream.Write(header);
        stream.Write(body);
        stream.Write(SHA256.HashData(body));
    }

    public static FittedPanel Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> header = stackalloc byte[HeaderSize];
        if (stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || !header[..4].SequenceEqual(Magic))
            throw new InvalidDataException("This is not a fitted panel: the first four bytes are not FRCT.");
        int version = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        if (version != FittedPanel.EngineVersion)
            throw new InvalidDataException(
                $"The fitted panel is of engine version {version}; this engine reads version {FittedPanel.EngineVersion}.");
        long length = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        if (length is < 0 or > int.MaxValue - 64)
            throw new InvalidDataException($"The fitted panel claims a body of {length} bytes.");

        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        if (buffer.Length != length + SHA256.HashSizeInBytes)
            throw new InvalidDataException(
                $"The fitted panel is cut short or padded: {buffer.Length - SHA256.HashSizeInBytes} bytes of {length}.");
        var bytes = buffer.GetBuffer();
        if (!SHA256.HashData(bytes.AsSpan(0, (int)length)).AsSpan().SequenceEqual(bytes.AsSpan((int)length, SHA256.HashSizeInBytes)))
            throw new InvalidDataException("The fitted panel is damaged: its checksum does not match.");

        using var body = new MemoryStream(bytes, 0, (int)length, writable: false);
        using var reader = new BinaryReader(body, Encoding.UTF8);
        try
        {
            return ReadBody(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"The fitted panel is inconsistent: {e.Message}", e);
        }
    }

    private static void WriteBody(FittedPanel panel, BinaryWriter writer)
    {
        writer.Write(panel.Origin.DayNumber);
        writer.Write(panel.Horizon);
        writer.Write(panel.Seasonality);
        writer.Write(panel.Series.Count);
        foreach (var s in panel.Series)
        {
            writer.Write(s.SeriesId);
            writer.Write(s.Store);
            writer.Write(s.Item);
            writer.Write(s.Category);
        }

        writer.Write(panel.Models.Length);
        foreach (var model in panel.Models)
        {
            writer.Write(model.Family);
            writer.Write(model.Adjusted);
            writer.Write(model.StateSize);
            WriteFloats(writer, model.Parameters);
            WriteFloats(writer, model.State);
        }

        PanelEffectsFormat.Write(panel.Effects, writer);
        writer.Write(panel.Global is not null);
        if (panel.Global is not null)
        {
            using var trees = new MemoryStream();
            panel.Global.Write(trees);
            writer.Write((int)trees.Length);
            writer.Write(trees.GetBuffer().AsSpan(0, (int)trees.Length));
        }

        WriteFloats(writer, panel.Weights);
        foreach (var c in panel.Classes)
            writer.Write((byte)c);
        foreach (int known in panel.KnownDays)
            writer.Write(known);
        foreach (int day in panel.FirstSale)
            writer.Write(day);
        WriteFloats(writer, panel.Loss);
        WriteFloats(writer, panel.NaiveLoss);
        WriteFloats(writer, panel.Calibration.Variance);
        foreach (bool whole in panel.Calibration.Whole)
            writer.Write(whole);
        WriteFloats(writer, panel.Calibration.Levels);
        WriteCube(writer, panel.Backtest);
    }

    private static FittedPanel ReadBody(BinaryReader reader)
    {
        var origin = DateOnly.FromDayNumber(reader.ReadInt32());
        int horizon = reader.ReadInt32(), season = reader.ReadInt32();
        var series = new PanelSeries[Count(reader, 16)];
        for (int s = 0; s < series.Length; s++)
            series[s] = new PanelSeries(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var models = new ModelFit[Count(reader, 8)];
        for (int m = 0; m < models.Length; m++)
            models[m] = new ModelFit(reader.ReadString(), reader.ReadBoolean(), reader.ReadInt32(), ReadFloats(reader), ReadFloats(reader));
        var effects = PanelEffectsFormat.Read(reader);
        GlobalModel? global = null;
        if (reader.ReadBoolean())
        {
            using var trees = new MemoryStream(reader.ReadBytes(Count(reader, 1)));
            global = GlobalModel.Read(trees);
        }

        var weights = ReadFloats(reader);
        var classes = new DemandClass[series.Length];
        for (int s = 0; s < classes.Length; s++)
            classes[s] = (DemandClass)reader.ReadByte();
        var known = new int[series.Length];
        for (int s = 0; s < known.Length; s++)
            known[s] = reader.ReadInt32();
        var firstSale = new int[series.Length];
        for (int s = 0; s < firstSale.Length; s++)
            firstSale[s] = reader.ReadInt32();
        return new FittedPanel
        {
            Origin = origin,
            Horizon = horizon,
            Seasonality = season,
            Series = series,
            Models = models,
            Effects = effects,
            Global = global,
            Weights = weights,
            Classes = classes,
            KnownDays = known,
            FirstSale = firstSale,
            Loss = ReadFloats(reader),
            NaiveLoss = ReadFloats(reader),
            Calibration = ReadCalibration(reader, series.Length),
            Backtest = ReadCube(reader),
        };
    }

    private static QuantileCalibration ReadCalibration(BinaryReader reader, int series)
    {
        var variance = ReadFloats(reader);
        var whole = new bool[series];
        for (int s = 0; s < series; s++)
            whole[s] = reader.ReadBoolean();
        return new QuantileCalibration(variance, whole, ReadFloats(reader));
    }

    private static void WriteCube(BinaryWriter writer, BacktestCube cube)
    {
        writer.Write(cube.Groups.Length);
        foreach (var (store, category) in cube.Groups)
        {
            writer.Write(store);
            writer.Write(category);
        }

        writer.Write(cube.Origins.Length);
        foreach (var o in cube.Origins)
            writer.Write(o.DayNumber);
        writer.Write(cube.Horizon);
        WriteFloats(writer, cube.Actual);
        WriteFloats(writer, cube.Predicted);
        WriteFloats(writer, cube.Naive);
        WriteFloats(writer, cube.AbsoluteResidual);
        WriteFloats(writer, cube.NaiveAbsoluteResidual);
        WriteFloats(writer, cube.AbsoluteActual);
    }

    private static BacktestCube ReadCube(BinaryReader reader)
    {
        var groups = new (int, int)[Count(reader, 8)];
        for (int g = 0; g < groups.Length; g++)
            groups[g] = (reader.ReadInt32(), reader.ReadInt32());
        var origins = new DateOnly[Count(reader, 4)];
        for (int o = 0; o < origins.Length; o++)
            origins[o] = DateOnly.FromDayNumber(reader.ReadInt32());
        return new BacktestCube(
            groups, origins, reader.ReadInt32(), ReadFloats(reader), ReadFloats(reader), ReadFloats(reader), ReadFloats(reader),
            ReadFloats(reader), ReadFloats(reader));
    }

    internal static void WriteFloats(BinaryWriter writer, float[] values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    internal static float[] ReadFloats(BinaryReader reader)
    {
        var values = new float[Count(reader, sizeof(float))];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A count that the rest of the body can hold, so that a wrong one does not allocate gigabytes.</summary>
    internal static int Count(BinaryReader reader, int bytesEach)
    {
        int count = reader.ReadInt32();
        if (count < 0 || (long)count * bytesEach > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new InvalidDataException($"The fitted panel is inconsistent: it announces {count} values that are not there.");
        return count;
    }
}
