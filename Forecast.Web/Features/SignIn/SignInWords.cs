using Forecast.Web.Access;

namespace Forecast.Web.Features.SignIn;

/// <summary>What is said to somebody who is not inside, and what they can do about it.</summary>
/// <param name="Title">What has happened.</param>
/// <param name="Message">What it means for them.</param>
/// <param name="Hint">What to do.</param>
/// <param name="Ways">Which ways on are offered.</param>
public sealed record SignInWords(string Title, string Message, string Hint, SignInWays Ways)
{
    /// <summary>The words for a problem; for none, those of a first visit.</summary>
    internal static SignInWords For(SignInProblem? problem) => problem switch
    {
        null => new("Sign in", "Foreact knows you by your company account.", "There is no password of its own.", SignInWays.Login),
        SignInProblem.NoRole => new(
            "No role yet", "Your company account was recognised, but it has no role in Foreact.",
            "Ask whoever looks after Foreact in your company to give you one, then sign in again.", SignInWays.LoginOrOther),
        SignInProblem.GroupOverage => new(
            "Too many groups", "You are in more groups than fit into a sign-in, so Foreact cannot see which of them are yours.",
            "Ask whoever looks after Foreact to give you a role directly, or to send only the groups that belong to the application.",
            SignInWays.LoginOrOther),
        SignInProblem.Closed => new(
            "Account closed", "An admin has closed your account in Foreact.", "Ask an admin if you need it again.", SignInWays.Other),
        SignInProblem.ForeignTenant => new(
            "Another company's account", "You signed in with an account of a company that has no access to this Foreact.",
            "Choose your account of the company that does.", SignInWays.Other),
        SignInProblem.Declined => new(
            "Not agreed", "The sign-in was cancelled, or Foreact was not allowed to learn who you are.",
            "Try again and agree; if you are not asked, an administrator of your company has to agree for all.", SignInWays.LoginOrOther),
        SignInProblem.Unavailable => new(
            "The company sign-in does not answer", "Foreact could not reach it, so nobody can sign in at the moment.",
            "Try again in a few minutes. Whoever is signed in already stays so.", SignInWays.Login),
        SignInProblem.TookTooLong => new(
            "That took too long", "The sign-in was begun too long ago, in another browser, or was sent twice.",
            "Start again; nothing is lost.", SignInWays.Login),
        SignInProblem.WrongClock => new(
            "The clocks disagree", "The clock of this server and that of the company sign-in differ, so its word cannot be trusted.",
            "Tell whoever runs Foreact: the clock of the server has to be set right.", SignInWays.Login),
        SignInProblem.Misconfigured => new(
            "Foreact was not recognised", "The company sign-in does not accept it: its registration, secret or certificate is not valid.",
            "Tell whoever runs Foreact; the reason is in the log of the server.", SignInWays.Login),
        SignInProblem.SignedOut => new(
            "Signed out", "You are signed out, here and at the company sign-in.", "You may close this window.", SignInWays.Login),
        SignInProblem.SignedOutHere => new(
            "Signed out here", "You are signed out of Foreact. The company sign-in did not answer, so you may still be signed in there.",
            "On a shared computer, close all windows of the browser.", SignInWays.Login),
        SignInProblem.SessionEnded => new(
            "Your session has ended", "You signed out in another window, or your account was closed.", "Sign in again to go on.",
            SignInWays.LoginOrOther),
        _ => new(
            "The sign-in was refused", "What came back from the company sign-in could not be trusted.",
            "Start again. If it happens again, tell whoever runs Foreact; the reason is in the log of the server.", SignInWays.Login),
    };
}
