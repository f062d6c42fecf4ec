using Forecast.Web.Commands;

return await CommandLine.Create().Parse(args).InvokeAsync();
