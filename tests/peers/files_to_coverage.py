"""From the files of the city to the covered residents of each unit and function.

usage: files_to_coverage.py scipy|duckdb FOLDER
"""
import sys
from pathlib import Path

import city


def with_scipy(folder):
    from coverage import covered_residents
    return int(covered_residents(*city.layers(folder)).sum())


def load_spatial(duckdb, base):
    """Loads the extension from its Python package, or fetches it where there is none."""
    try:
        import duckdb_extension_spatial as package
        files = Path(package.__file__).parent.rglob("spatial.duckdb_extension")
        base.execute(f"LOAD '{next(files)}'")
        return
    except (ImportError, StopIteration, duckdb.Error):
        pass
    try:
        base.execute("INSTALL spatial; LOAD spatial;")
    except duckdb.Error:
        print("skipped: DuckDB has no extension `spatial` here", file=sys.stderr)
        sys.exit(3)


def with_duckdb(folder):
    (duckdb,) = city.need("duckdb")
    base = duckdb.connect()
    load_spatial(duckdb, base)
    place = f"ST_Transform(%s, 'EPSG:4326', '{city.CRS}', always_xy := true)"
    for name, columns in [
        ("grids", f"id, {place % 'geom'} AS geom"),
        ("buildings", f"pop, ST_Centroid({place % 'geom'}) AS geom"),
        ("facilities", f"category, {place % 'geom'} AS geom"),
    ]:
        base.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM ST_Read('{folder}/{name}.geojson')")
    return base.execute(
        f"""
        WITH homes AS (
            SELECT b.rowid AS home, b.pop, b.geom, min(g.id) AS unit
            FROM buildings b JOIN grids g ON ST_Within(b.geom, g.geom) GROUP BY ALL),
        reached AS (
            SELECT DISTINCT h.home, h.unit, h.pop, f.category
            FROM homes h JOIN facilities f ON ST_DWithin(h.geom, f.geom, {city.LIMIT_M})),
        table_of_units AS (
            SELECT unit, category, sum(pop) AS covered FROM reached GROUP BY ALL)
        SELECT sum(covered)::BIGINT FROM table_of_units
        """
    ).fetchone()[0]


peer, folder = sys.argv[1:]
work = {"scipy": with_scipy, "duckdb": with_duckdb}[peer]
# Loading the libraries is not the task; a missing one ends here.
city.need(*{"scipy": ["numpy", "scipy.spatial", "geopandas", "pyogrio"], "duckdb": ["duckdb"]}[peer])
city.report(*city.timed(lambda: work(folder)))
