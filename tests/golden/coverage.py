#!/usr/bin/env python3
"""Independent oracle for circle coverage: geopandas for geometry, pyproj for metres, scipy for distances.

usage: coverage.py LAYERS_DIR OUT.json [--limit METRES] [--crs EPSG:4549]
       [--residents FIELD] [--function FIELD] [--units F] [--buildings F] [--facilities F]

Without --limit each function has the limit of assets/standards/shanghai_embedded_2024.toml. Writes, per unit and
function, residents and covered residents. Knows nothing of the Rust program: the definitions are
written down once more, from the text.
  - all coordinates in a projected CRS; a building is the area centroid of its projected polygon;
  - it belongs to the unit that holds (or touches) that point, the one with the smaller id on a border;
  - covered by a function if any facility that offers it is at most the limit away, inclusive.
"""
import argparse
import json
import pathlib
import re
import tomllib

import geopandas
import numpy as np
from scipy.spatial import cKDTree


def functions_of(value):
    return [part.strip() for part in re.split(r"[;,、]", str(value)) if part.strip()]


def unit_of_points(points, units, ids):
    """For each point the position of its unit, or -1."""
    joined = geopandas.sjoin(
        geopandas.GeoDataFrame(geometry=points), units[["geometry"]], predicate="intersects"
    )
    rank = {unit: rank for rank, unit in enumerate(sorted(range(len(ids)), key=lambda u: ids[u]))}
    result = np.full(len(points), -1)
    for point, unit in zip(joined.index, joined["index_right"]):
        if result[point] < 0 or rank[unit] < rank[result[point]]:
            result[point] = unit
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("layers")
    parser.add_argument("out")
    parser.add_argument("--limit", type=float)
    parser.add_argument("--crs", default="EPSG:4549")
    parser.add_argument("--residents", default="residents")
    parser.add_argument("--function", default="function")
    parser.add_argument("--units", default="units.geojson")
    parser.add_argument("--buildings", default="buildings.geojson")
    parser.add_argument("--facilities", default="facilities.geojson")
    a = parser.parse_args()
    folder = pathlib.Path(a.layers)
    units, buildings, facilities = (
        geopandas.read_file(folder / name).to_crs(a.crs) for name in (a.units, a.buildings, a.facilities)
    )
    residents = buildings[a.residents].fillna(0).to_numpy()
    points = buildings.geometry.centroid
    ids = units["id"].tolist()
    unit = unit_of_points(points, units, ids)
    homes = np.column_stack([points.x, points.y])

    if a.limit is None:
        standard = tomllib.loads((pathlib.Path(__file__).parents[2] / "assets/standards/shanghai_embedded_2024.toml").read_text("utf-8"))
        limits = {f["id"]: float(f["walk_limit_m"]) for f in standard["functions"]}
    else:
        limits = {f: a.limit for value in facilities[a.function] for f in functions_of(value)}

    at = facilities.geometry.centroid
    rows = []
    for function, limit in limits.items():
        offers = facilities[a.function].map(lambda value: function in functions_of(value)).to_numpy()
        covered = np.zeros(len(homes), bool)
        if offers.any():
            tree = cKDTree(np.column_stack([at.x[offers], at.y[offers]]))
            covered = tree.query(homes)[0] <= limit
        for position, unit_id in enumerate(ids):
            inside = unit == position
            rows.append({
                "unit": str(unit_id),
                "function": function,
                "population": float(residents[inside].sum()),
                "covered": float(residents[inside & covered].sum()),
            })
    result = {"made_by": "tests/golden/coverage.py", "crs": a.crs, "limits_m": limits, "units": rows}
    pathlib.Path(a.out).write_text(json.dumps(result, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(f"{len(rows)} rows, {residents.sum():.0f} residents, {int((unit < 0).sum())} buildings outside all units")


if __name__ == "__main__":
    main()
