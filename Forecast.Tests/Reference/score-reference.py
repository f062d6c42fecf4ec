#!/usr/bin/python3
"""Writes score-reference.json: made-up sales with holes and forecasts of two origins, and what an independent scorer in pandas says of them.

    /usr/bin/python3 score-reference.py FOLDER_OF_SCORE_PY > score-reference.json        (score.py of the peers in bench/against-peers.sh)
"""
import json
import sys
import numpy as np
import pandas as pd

sys.path.insert(0, sys.argv[1])
from score import matrix, score

rng = np.random.RandomState(11)
days, horizon, origins = pd.date_range("2025-01-06", periods=84), 7, (69, 76)
sales = np.array([rng.poisson(m * (1 + 0.5 * (np.arange(84) % 7 > 4))) for m in (0.3, 4, 30)], float)
sales[0, :20] = 0  # not on sale yet
sales[1, [10, 11, 72]] = np.nan
long = pd.DataFrame([dict(date=d, store="S", item=f"I{i}", quantity=q) for i, row in enumerate(sales) for d, q in zip(days, row) if not np.isnan(q)])
rows = []
for o in origins:
    for i in range(3):
        for h in range(horizon):
            mean = np.nanmean(sales[i, :o + 1]) * (0.7 + 0.6 * rng.rand())
            rows.append(dict(store="S", item=f"I{i}", origin=days[o], date=days[o + 1 + h], mean=mean, p10=0.5 * mean, p50=0.9 * mean, p90=1.6 * mean))
forecasts = pd.DataFrame(rows)
print(json.dumps(dict(
    sales=[None if np.isnan(q) else q for q in sales.ravel()], days=84, horizon=horizon, origins=origins,
    **{c: forecasts[c].round(9).tolist() for c in ("mean", "p10", "p50", "p90")}, scores={k: float(v) for k, v in score(matrix(long), forecasts).items()})))
