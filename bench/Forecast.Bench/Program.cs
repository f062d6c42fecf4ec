using BenchmarkDotNet.Running;
using Forecast.Bench;

if (args is ["boosting-against-xgboost", .. var rest])
    return BoostingAgainstXgboost.Run(rest);
if (args is ["product", .. var settings])
    return await ProductFigures.RunAsync(settings);
if (args is ["global-model", .. var sales])
    return BoostingGlobalModel.Run(sales);
if (args is ["scaling", .. var sizes])
    return EngineFigures.Scaling(sizes);
if (args is ["update", .. var panels])
    return EngineFigures.Update(panels);
if (args is ["explain", .. var region])
    return EngineFigures.Explain(region);

BenchmarkSwitcher.FromAssembly(typeof(ProductFigures).Assembly).Run(args);
return 0;
