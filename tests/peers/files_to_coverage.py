"""From the files of the city to the covered residents of each unit and function.

usage: files_to_coverage.py scipy|duckdb FOLDER
"""
import sys

import city


def with_scipy(folder):
    from coverage import covered_residents
    return int(covered_residents(*city.layers(folder)).sum())


def with_duckdb(folder):
    (duckdb,) = city.need("duckdb")
    base = duckdb.connect()
    base.execute("INSTALL spatial; LOAD spatial;")
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
