namespace Forecast.Web.Features.Api.Questions;

/// <summary>Marks an endpoint that takes a file in a form, which it reads by itself: its description says so.</summary>
internal sealed class UploadedFile;
