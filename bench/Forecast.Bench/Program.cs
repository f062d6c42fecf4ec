using BenchmarkDotNet.Running;
using Forecast.Bench;

if (args is ["boosting-against-xgboost", .. var rest])
    return BoostingAgainstXgboost.Run(rest);
if (args is ["global-model", .. var sales])
    return BoostingGlobalModel.Run(sales);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
