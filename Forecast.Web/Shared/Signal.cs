namespace Forecast.Web.Shared;

/// <summary>How something stands; always shown with a shape and a word, never by colour alone.</summary>
public enum Signal
{
    /// <summary>Nothing has happened yet.</summary>
    Waiting,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Usable, with a reservation.</summary>
    Attention,

    /// <summary>Not as promised.</summary>
    Bad,
}
