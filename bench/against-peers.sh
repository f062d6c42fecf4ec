#!/usr/bin/env bash
# Prints accuracy and seconds of the engine and of its peers on one sales file, run one after the other on the same origins:
#   bench/against-peers.sh PEERS_FOLDER SALES.csv.gz HORIZON WINDOWS [PEER ...]
# PEERS_FOLDER holds peers.py and score.py; peers need Debian's python3-pandas, python3-xgboost and r-cran-forecast.
set -euo pipefail
if [ $# -lt 4 ]; then
    sed -n '2,4p' "$0" >&2
    exit 2
fi
peers=$1 sales=$2 horizon=$3 windows=$4
shift 4
[ $# -gt 0 ] || set -- seswin thetaf tweedie
root=$(cd "$(dirname "$0")/.." && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for models in local auto; do
    "$root/foreact" backtest --input "$sales" --horizon "$horizon" --windows "$windows" --threads 2 --models "$models" --output "$out/foreact-$models.csv" > "$out/$models.json"
    printf 'foreact %s: ' "$models"
    tr -d '\n ' < "$out/$models.json" | grep -o '"seconds":{[^}]*}'
    # The same forecasts with the median in the place of the mean: absolute errors favour it.
    awk -F, -v OFS=, 'NR > 1 { $6 = $8 } { print }' "$out/foreact-$models.csv" > "$out/foreact-$models-median.csv"
done
/usr/bin/python3 "$peers/peers.py" "$sales" "$@" --horizon "$horizon" --windows "$windows" --threads 2 --out "$out"
/usr/bin/python3 "$peers/score.py" "$sales" "$out"/*.csv
