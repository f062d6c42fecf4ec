using System.Runtime.InteropServices;
using System.Text;

namespace Forecast.Domain.Reading;

/// <summary>How the text of a file is to be taken apart; by default as UTF-8 whose rows are lines.</summary>
/// <param name="Encoding">How it is encoded; null for UTF-8, or what its byte order mark says.</param>
/// <param name="HasLineBreaks">Whether quoted texts run over several lines.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextForm(Encoding? Encoding, bool HasLineBreaks);
