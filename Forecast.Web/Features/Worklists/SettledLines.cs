using Forecast.Domain.Worklists;

namespace Forecast.Web.Features.Worklists;

/// <summary>What a change did, and what was before it: enough to undo it.</summary>
/// <param name="What">In a word: "reviewed".</param>
/// <param name="At">When; lines that carry another time were changed since.</param>
/// <param name="Before">The lines as they were.</param>
internal sealed record SettledLines(string What, DateTimeOffset At, IReadOnlyList<LineBefore> Before);

/// <summary>What people had done about a line before a change.</summary>
internal sealed record LineBefore(
    long Id, WorklistStatus Status, DateOnly? SnoozedUntil, int? AssignedTo, string AssignedName, DateTimeOffset? SettledAt,
    string SettledBy, double? SettledUnits, string BackBecause)
{
    public static LineBefore Of(WorklistEntry entry) => new(
        entry.Id, entry.Status, entry.SnoozedUntil, entry.AssignedTo, entry.AssignedName, entry.SettledAt, entry.SettledBy,
        entry.SettledUnits, entry.BackBecause);

    /// <summary>Makes the line what it was.</summary>
    public void PutBack(WorklistEntry entry)
    {
        (entry.Status, entry.SnoozedUntil, entry.AssignedTo, entry.AssignedName) = (Status, SnoozedUntil, AssignedTo, AssignedName);
        (entry.SettledAt, entry.SettledBy, entry.SettledUnits, entry.BackBecause) = (SettledAt, SettledBy, SettledUnits, BackBecause);
    }
}
