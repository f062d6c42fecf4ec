#!/usr/bin/python3
"""Writes xgboost-reference.json: trees, predictions and Shapley values of XGBoost (Debian's python3-xgboost), for ReferenceTests to reproduce.

    /usr/bin/python3 xgboost-reference.py > xgboost-reference.json

Few distinct values per feature, so that exact and binned splitting see the same cuts.
"""
import json
import numpy as np
import xgboost as xgb

rng = np.random.RandomState(3)
x = rng.randint(0, 20, (300, 4)) / 4.0
y = np.round(x[:, 0] * (1 + (x[:, 1] > 2)) + np.sin(x[:, 2]) + rng.normal(0, 0.5, 300), 3)
out = {"source": f"XGBoost {xgb.__version__}", "x": x.ravel().tolist(), "y": y.tolist()}
for name, objective, target, base in (("squared", "reg:squarederror", y, y.mean()), ("poisson", "count:poisson", np.round(np.maximum(y, 0)), np.round(np.maximum(y, 0)).mean())):
    made = {}
    for rounds, eta in ((1, 1.0), (8, 0.3)):
        p = dict(objective=objective, eta=eta, max_depth=3, min_child_weight=1, tree_method="exact", base_score=float(base), max_delta_step=0, nthread=1)
        p["lambda"] = 1
        b = xgb.train(p, xgb.DMatrix(x, target), rounds)
        made[f"after{rounds}"] = b.predict(xgb.DMatrix(x)).astype(float).round(6).tolist()
        if name == "squared":
            made[f"shapley{rounds}"] = b.predict(xgb.DMatrix(x[:10]), pred_contribs=True).astype(float).round(6).tolist()
    out[name] = dict(target=target.tolist(), **made)
print(json.dumps(out))
