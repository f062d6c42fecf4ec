using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Forecast.Bench;

if (args is ["boosting-against-xgboost", .. var rest])
    return BoostingAgainstXgboost.Run(rest);
if (args is ["product", .. var settings])
    return await ProductFigures.RunAsync(settings);
if (args is ["guard"])
    return await GuardFigures.RunAsync();
if (args is ["worklist", .. var size])
    return await WorklistFigures.RunAsync(size);
if (args is ["accuracy", .. var stores])
    return await AccuracyFigures.RunAsync(stores);
if (args is ["global-model", .. var sales])
    return BoostingGlobalModel.Run(sales);
if (args is ["scaling", .. var sizes])
    return EngineFigures.Scaling(sizes);
if (args is ["update", .. var panels])
    return EngineFigures.Update(panels);
if (args is ["explain", .. var region])
    return EngineFigures.Explain(region);

// In this process: the project that BenchmarkDotNet would generate knows nothing of how packages are restored here.
BenchmarkSwitcher.FromAssembly(typeof(ProductFigures).Assembly)
    .Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
return 0;
