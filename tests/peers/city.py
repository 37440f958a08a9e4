"""Reads the generated city with geopandas, and what all peers of coverage have in common.

A building is the centroid of its projected polygon, a unit holds what lies within it, and a building is
covered by a function when a facility of it is within LIMIT_M, inclusive.
"""
import json
import sys
import time

LIMIT_M = 1000.0
# The zone that the program chooses for the city, too.
CRS = "EPSG:4549"


def need(*names):
    """Imports modules, or ends with 3 where one is missing."""
    import importlib
    try:
        return [importlib.import_module(name) for name in names]
    except ImportError as error:
        print(f"skipped: {error}", file=sys.stderr)
        sys.exit(3)


def layer(folder, name):
    """A layer, projected."""
    (geopandas,) = need("geopandas")
    need("pyogrio")
    return geopandas.read_file(f"{folder}/{name}.geojson", engine="pyogrio").to_crs(CRS)


def layers(folder):
    """Units, building places with residents, and facility places by function."""
    return [layer(folder, name) for name in ("grids", "buildings", "facilities")]


def report(seconds, check):
    print(json.dumps({"seconds": seconds, "check": check}))


def timed(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result
