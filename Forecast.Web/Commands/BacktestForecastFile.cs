using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Forecast.Training.Engine;
using Forecast.Training.Evaluation;

namespace Forecast.Web.Commands;

/// <summary>
/// Writes <c>forecasts.csv</c> of the backtest; bytes straight into one buffer, since 30,000 series are a million rows. It has its name
/// only when it is complete: a backtest that was stopped leaves no file that could be taken for a whole one.
/// </summary>
internal sealed class BacktestForecastFile : IDisposable
{
    private const int LongestNumber = 64;

    private readonly string path;
    private readonly FileStream file;
    private readonly LongSales sales;
    private readonly byte[][] storeNames, itemNames;
    private readonly byte[] buffer = new byte[1 << 16];
    private int used;

    public BacktestForecastFile(string path, LongSales sales)
    {
        this.path = path;
        file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        this.sales = sales;
        storeNames = [.. sales.Stores.Select(Field)];
        itemNames = [.. sales.Items.Select(Field)];
        Put("store,item,origin,date,actual,mean,p10,p50,p90,model\n"u8);
    }

    public void Write(int origin, PanelForecast forecast)
    {
        var originName = Day(forecast.Origin);
        var days = Enumerable.Range(1, forecast.Horizon).Select(h => Day(forecast.Origin.AddDays(h))).ToArray();
        var methods = forecast.Method.Distinct(StringComparer.Ordinal).ToDictionary(m => m, Encoding.UTF8.GetBytes, StringComparer.Ordinal);
        for (int s = 0; s < forecast.Series.Count; s++)
        {
            var (store, item) = sales.Series[s];
            var method = methods[forecast.Method[s]];
            for (int h = 0; h < forecast.Horizon; h++)
            {
                int at = s * forecast.Horizon + h;
                Put(storeNames[store]);
                Put(","u8);
                Put(itemNames[item]);
                Put(","u8);
                Put(originName);
                Put(","u8);
                Put(days[h]);
                Number(sales.Quantity[s * sales.Days + origin + 1 + h]);
                Number(forecast.Mean[at]);
                Number(forecast.P10[at]);
                Number(forecast.P50[at]);
                Number(forecast.P90[at]);
                Put(","u8);
                Put(method);
                Put("\n"u8);
            }
        }

        Flush();
    }

    /// <summary>Gives the file its name.</summary>
    public void Complete()
    {
        Flush();
        file.Dispose();
        File.Move(file.Name, path, overwrite: true);
    }

    public void Dispose()
    {
        file.Dispose();
        File.Delete(file.Name); // There is none any more if it was completed.
    }

    private static byte[] Day(DateOnly day) => Encoding.UTF8.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static byte[] Field(string name) => Encoding.UTF8.GetBytes(
        name.AsSpan().ContainsAny(",\"\r\n") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name);

    private void Number(float value)
    {
        if (used > buffer.Length - LongestNumber)
            Flush();
        buffer[used++] = (byte)',';
        if (!float.IsNaN(value) && Utf8Formatter.TryFormat(value, buffer.AsSpan(used), out int written))
            used += written;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (used + bytes.Length > buffer.Length)
            Flush();
        if (bytes.Length > buffer.Length)
        {
            file.Write(bytes);
            return;
        }

        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    private void Flush()
    {
        file.Write(buffer.AsSpan(0, used));
        used = 0;
    }
}
