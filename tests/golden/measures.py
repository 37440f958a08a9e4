#!/usr/bin/env python3
"""Independent oracle for measures of access and inequality: pysal's `access` and `inequality`.

usage: measures.py LAYERS_DIR OUT.json

Reads the same layers as the program, measures straight distances in EPSG:4549, and computes for
some functions, per unit: the mean number of facilities within the limit, and the scores of 2SFCA,
E2SFCA, Gaussian 2SFCA and M2SFCA, weighted by residents; over all buildings: percentiles of the walk
to the nearest facility and the residents each facility has nearest; over all units: Gini, Theil T
and its parts of the 2SFCA score and of the mean number of choices.

Where pysal's definitions are other than the program's, they are led to the same thing here, and the
program's stay as its documentation says:
  - access.weights.gaussian is exp(-d²/2σ²), which does not fall to zero; Dai (2010) subtracts its
    value at the limit. Dai's weight is handed to access as a function of its own.
  - access has no M2SFCA. With Rl = S_j / Σ p_k f(d_kj) from access.fca.weighted_catchment, it is the
    second step of access with f² in the place of f.
  - inequality's Gini and Theil count every observation once. A unit is repeated once per resident,
    which gives every resident the value of their unit; nothing else is weighted.
  - inequality's TheilD takes 0 for the smallest number there is before taking logarithms; the
    difference is below the tolerance.
"""
import argparse
import json
import pathlib
import tomllib

import geopandas
import numpy as np
import pandas as pd
from access.fca import two_stage_fca, weighted_catchment
from access.weights import step_fn
from inequality.gini import Gini
from inequality.theil import Theil, TheilD
from scipy.spatial.distance import cdist

from coverage import functions_of, unit_of_points

FUNCTIONS = ["elder_care", "childcare", "health", "employment"]
PACE_M_PER_MIN = 1000 / 15
# Twice the longest limit; whoever walks farther is assigned to nobody.
HORIZON_M = 2000.0


def dai(limit):
    edge = np.exp(-0.5)
    return lambda d: (np.exp(-0.5 * (d / limit) ** 2) - edge) / (1 - edge)


def scores(demand, supply, cost, limit):
    """Score of each building with residents by each method."""
    fca = lambda weight: two_stage_fca(demand, supply, cost, limit, demand_index=True, demand_name="demand",
                                       supply_index=True, supply_name="supply", weight_fn=weight)
    gaussian = dai(limit)
    around = weighted_catchment(demand, cost, limit, "origin", "dest", "cost", True, "demand", gaussian)
    ratio = pd.DataFrame({"Rl": supply["supply"].reindex(around.index) / around})
    modified = weighted_catchment(ratio, cost, limit, "dest", "origin", "cost", True, "Rl", lambda d: gaussian(d) ** 2)
    return {
        "2sfca": fca(None),
        "e2sfca": fca(step_fn({limit / 3: 1, 2 * limit / 3: 0.68, limit: 0.22})),
        "gaussian_2sfca": fca(gaussian),
        "m2sfca": modified,
    }


def percentile(minutes, residents, share):
    """The least tenth of a minute within which at least the share of residents has a facility."""
    order = np.argsort(minutes, kind="stable")
    reached = np.cumsum(residents[order])
    at = np.searchsorted(reached, share * residents.sum())
    return float(np.ceil(minutes[order][at] * 10 - 1e-6) / 10)


def inequality_of(values, residents, districts):
    people = np.repeat(values, residents)
    where = np.repeat(districts, residents)
    split = TheilD(people, where)
    return {
        "gini": float(Gini(people).g),
        "theil": float(Theil(people).T),
        "between": float(np.ravel(split.bg)[0]),
        "within": float(np.ravel(split.wg)[0]),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("layers")
    parser.add_argument("out")
    a = parser.parse_args()
    folder = pathlib.Path(a.layers)
    read = lambda name: geopandas.read_file(folder / name).to_crs("EPSG:4549")
    units, buildings, facilities = map(read, ("units.geojson", "buildings.geojson", "facilities.geojson"))
    standard = tomllib.loads((pathlib.Path(__file__).parents[2] / "assets/standards/shanghai_embedded_2024.toml").read_text("utf-8"))
    limits = {f["id"]: float(f["walk_limit_m"]) for f in standard["functions"]}

    points = buildings.geometry.centroid
    unit = unit_of_points(points, units, units["id"].tolist())
    residents = buildings["residents"].fillna(0).to_numpy().astype(int)
    lived_in = residents > 0
    homes = np.column_stack([points.x, points.y])
    # The sample has no districts: west and east bank stand for them.
    districts = np.array([0 if position < 24 else 1 for position in range(len(units))])

    rows, totals = [], []
    for function in FUNCTIONS:
        limit = limits[function]
        offers = facilities[facilities["function"].map(lambda value: function in functions_of(value))]
        distances = cdist(homes, np.column_stack([offers.geometry.x, offers.geometry.y]))
        within = distances <= limit
        origin, dest = np.nonzero(within & lived_in[:, None])
        cost = pd.DataFrame({"origin": origin, "dest": dest, "cost": distances[origin, dest]})
        demand = pd.DataFrame({"demand": residents[lived_in].astype(float)}, index=np.nonzero(lived_in)[0])
        supply = pd.DataFrame({"supply": offers["capacity"].to_numpy(float)})
        by_building = {name: series.reindex(range(len(homes))).fillna(0).to_numpy()
                       for name, series in scores(demand, supply, cost, limit).items()}
        by_building["choices"] = within.sum(axis=1).astype(float)

        of_units = {name: [] for name in by_building}
        people = []
        for position, unit_id in enumerate(units["id"]):
            inside = unit == position
            people.append(int(residents[inside].sum()))
            row = {"unit": str(unit_id), "function": function}
            for name, values in by_building.items():
                mean = float((values[inside] * residents[inside]).sum() / people[-1]) if people[-1] else None
                row[name] = mean
                of_units[name].append(mean or 0.0)
            rows.append(row)
        nearest = distances.min(axis=1)
        near = nearest <= HORIZON_M
        loads = np.bincount(distances.argmin(axis=1)[near], weights=residents[near], minlength=len(offers))
        totals.append({
            "function": function,
            "percentiles": {str(p): percentile(nearest / PACE_M_PER_MIN, residents, p / 100) for p in (10, 50, 90)},
            "loads": {code: float(load) for code, load in zip(offers["id"], loads)},
            "inequality": {name: inequality_of(np.array(of_units[name]), people, districts)
                           for name in ("2sfca", "choices")},
        })
    result = {"made_by": "tests/golden/measures.py", "units": rows, "totals": totals}
    pathlib.Path(a.out).write_text(json.dumps(result, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(f"{len(rows)} rows")


if __name__ == "__main__":
    main()
