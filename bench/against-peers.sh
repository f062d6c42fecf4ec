#!/usr/bin/env bash
# Prints accuracy and seconds of the engine and of its peers on one sales file, run one after the other on the same origins:
#   bench/against-peers.sh PEERS_FOLDER SALES.csv.gz HORIZON WINDOWS [PEER ...]
# PEERS_FOLDER holds peers.py and score.py; peers need Debian's python3-pandas, python3-xgboost and r-cran-forecast.
# Seconds are those of fitting and forecasting per 1,000 series and origin, reading apart, and as a multiple of those of the local models.
# THREADS (default 2) applies to all of them.
set -euo pipefail
if [ $# -lt 4 ]; then
    sed -n '2,6p' "$0" >&2
    exit 2
fi
peers=$1 sales=$2 horizon=$3 windows=$4
shift 4
[ $# -gt 0 ] || set -- snaive seswin thetaf xgb tweedie
root=$(cd "$(dirname "$0")/.." && pwd)
threads=${THREADS:-2}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for models in local auto; do
    "$root/foreact" backtest --input "$sales" --horizon "$horizon" --windows "$windows" --threads "$threads" --models "$models" \
        --output "$out/engine $models.csv" > "$out/$models.json"
done
/usr/bin/python3 "$peers/peers.py" "$sales" "$@" --horizon "$horizon" --windows "$windows" --threads "$threads" --out "$out" | tee "$out/peers.log" >&2
/usr/bin/python3 - "$peers" "$sales" "$out" <<'TABLE'
import json, pathlib, re, sys
sys.path.insert(0, sys.argv[1])
import pandas as pd
from score import matrix, read, score

out = pathlib.Path(sys.argv[3])
seconds = {m[0]: float(m[1]) for m in re.findall(r"^(\w+): .* = ([\d.]+) s per 1,000", (out / "peers.log").read_text(), re.M)}
for models in ("local", "auto"):
    report = json.loads((out / f"{models}.json").read_text())
    spent = report["seconds"]
    seconds[f"engine {models}"] = (spent["features"] + spent["fit"] + spent["forecast"]) / report["series"] / len(report["origins"]) * 1000
wide, rows = matrix(read(sys.argv[2])), []
for path in sorted(out.glob("*.csv"), key=lambda p: -seconds[p.stem]):
    forecasts = read(path)
    of_mean = score(wide, forecasts)
    # The same forecasts with the median in the place of the mean: absolute errors favour it.
    of_median = score(wide, forecasts.assign(mean=forecasts["p50"])) if path.stem.startswith("engine") else {}
    rows.append({"": path.stem, "RMSSE": of_mean["RMSSE"], "MASE": of_mean["MASE"], "MASE of median": of_median.get("MASE"), "WAPE": of_mean["WAPE"],
                 "WAPE of median": of_median.get("WAPE"), "bias": of_mean["bias"], "coverage": of_mean.get("cov80"),
                 "s per 1,000": seconds[path.stem], "times local": seconds[path.stem] / seconds["engine local"]})
pd.set_option("display.width", 220, "display.max_columns", 30)
print(pd.DataFrame(rows).round({"s per 1,000": 3, "times local": 2}).round(4).to_string(index=False, na_rep="-"))
TABLE
